// The truth: graphql-js alone over the API schema, as if the graph were one service.
import { Supergraph } from '@apollo/federation-internals';
import { type ExecutionResult, execute, type GraphQLSchema, parse } from 'graphql';

import { computeField, type FieldArguments, type Source, toSources, type World } from './world.ts';

/** A graph in one piece. */
export interface Monolith {
  /** What clients see of the supergraph. */
  readonly schema: GraphQLSchema;
  answer(query: string, variables?: Readonly<Record<string, unknown>>): Promise<ExecutionResult>;
}

/** Creates the monolith of a supergraph; `query` must be valid. */
export function createMonolith(supergraphSdl: string, world: World): Monolith {
  const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  return {
    schema,
    answer: async (query, variables = {}) =>
      execute({
        schema,
        document: parse(query),
        variableValues: variables,
        fieldResolver: (source: Source | undefined, args: FieldArguments, _context, info) => {
          const row = source?.row ?? { __typename: info.parentType.name };
          return toSources(computeField(world, row, info.fieldName, args));
        },
        typeResolver: ({ row }: Source) => row['__typename'],
      }),
  };
}
