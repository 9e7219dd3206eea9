// The truth: graphql-js alone over the API schema, as if the graph were one service.
import { Supergraph } from '@apollo/federation-internals';
import {
  type ExecutionResult,
  execute,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  parse,
} from 'graphql';

import {
  computeField,
  type FieldArguments,
  type Row,
  type Source,
  toSources,
  type World,
} from './world.ts';

/** A graph in one piece. */
export interface Monolith {
  /** What clients see of the supergraph. */
  readonly schema: GraphQLSchema;
  /**
   * `look` is shown each field before it is resolved, `lookAtObject` each object of an interface or a
   * union before its fields; both may throw in its place.
   */
  answer(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    look?: LookAtField,
    lookAtObject?: LookAtObject,
  ): Promise<ExecutionResult>;
}

/** Shown a field of an object at a place in the answer. */
export type LookAtField = (row: Row, field: string, args: FieldArguments, at: Path) => void;

/** Shown an object where its type is abstract. */
export type LookAtObject = (row: Row, info: GraphQLResolveInfo) => void;

type Path = GraphQLResolveInfo['path'];

/** Creates the monolith of a supergraph; `query` must be valid. */
export function createMonolith(supergraphSdl: string, world: World): Monolith {
  const schema = Supergraph.build(supergraphSdl, { supportedFeatures: null })
    .apiSchema()
    .toGraphQLJSSchema();
  return {
    schema,
    answer: async (query, variables = {}, look = () => undefined, lookAtObject = () => undefined) =>
      execute({
        schema,
        document: parse(query),
        variableValues: variables,
        fieldResolver: (source: Source | undefined, args: FieldArguments, _context, info) => {
          const row = source?.row ?? { __typename: info.parentType.name };
          look(row, info.fieldName, args, info.path);
          return toSources(computeField(world, row, info.fieldName, args));
        },
        typeResolver: ({ row }: Source, _context, info) => {
          lookAtObject(row, info);
          return row['__typename'];
        },
      }),
  };
}
