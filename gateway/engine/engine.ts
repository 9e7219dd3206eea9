// What executes operations against one supergraph.
import type { HTTPGraphQLResponse } from '@apollo/server';

import type { GraphQLRequest } from '../http/graphql-request.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { PlannerFigures } from './planner/query-planner.ts';

/** A subgraph that an engine fetches from. */
export interface EngineSubgraph {
  readonly name: string;
  /** Where it answers GraphQL. */
  readonly url: string;
  /** Its own schema, whose `@vary` says what may be sent to it. */
  readonly sdl: string;
}

/** What an engine holds at this moment; absent where it cannot tell. */
export interface EngineFigures {
  readonly planner?: PlannerFigures;
  /** Operations that are compiled, or about to be. */
  readonly admittedOperations?: number;
  /** Whole queries under way that others may join. */
  readonly joinedRuns?: number;
  /** Tokens for subgraphs that are kept to be used again. */
  readonly subgraphTokens?: number;
  /** Fetches under way that others may join, by subgraph. */
  readonly flights: ReadonlyMap<string, number>;
}

/** An engine of one supergraph; a new supergraph gets a new engine. */
export interface Engine {
  /** Digest of the supergraph, for logs and health. */
  readonly supergraphId: string;
  /** Answers one request. Never rejects for a fault of the client or of a subgraph. */
  answer(request: GraphQLRequest, context: RequestContext): Promise<HTTPGraphQLResponse>;
  readFigures(): EngineFigures;
  /** Lets go of everything; what still runs may fail. */
  close(): Promise<void>;
}
