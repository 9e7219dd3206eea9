// What compiled operations know of how subgraphs are asked.
import type { GraphQLError } from 'graphql';

import type { ErrorCode } from '../../errors.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { MayTravelTogether } from '../plan/group-fetches.ts';
import type { PlanPath } from '../plan/query-plan.ts';
import type { DataObject } from './data-object.ts';

/** What does not change from one sending of a fetch to the next. */
export interface FetchTarget {
  readonly subgraph: string;
  /** The document that is sent. */
  readonly query: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
}

/** A fetch of the plan that something is sent for, for traces. */
export interface FetchPassenger {
  readonly path: PlanPath;
  /** As the plan has it. */
  readonly operation: string;
  /** How many entities it asks for, none if it is for root fields. */
  readonly entities: number;
}

/** One sending. */
export interface FetchRequest {
  /** The whole JSON body. */
  readonly bodyText: string;
  /** How many entities are asked for; absent if the reply has no `_entities`. */
  readonly entityCount?: number | undefined;
  readonly passengers: readonly FetchPassenger[];
  readonly context: RequestContext;
}

/** What came of it. */
export type FetchReply =
  | {
      readonly status: 'answered';
      readonly data: DataObject | null;
      /** Fit for clients, but for their paths, which are the subgraph's. */
      readonly errors: readonly GraphQLError[];
      /** Whether others got the very same data, which must then not be changed. */
      readonly isShared: boolean;
    }
  | { readonly status: 'failed'; readonly code: ErrorCode };

/** Sends a fetch. Never rejects. */
export type SendFetch = (request: FetchRequest) => Promise<FetchReply>;

/** Prepares all that can be known of a fetch before it is sent. */
export type ConnectFetch = (target: FetchTarget) => SendFetch;

/** All subgraphs. */
export interface FetchConnections {
  readonly connect: ConnectFetch;
  readonly mayTravelTogether: MayTravelTogether;
}
