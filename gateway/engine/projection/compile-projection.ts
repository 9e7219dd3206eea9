// Compiles an operation into a function that writes its answer's data as JSON text.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

import type { DataObject } from '../execution/data-object.ts';
import { collectFields, listConditionVariables } from './collect-fields.ts';
import { compileIntrospection } from './introspection-writer.ts';
import { compileFields, type ObjectContext } from './object-writer.ts';
import type { ProjectionFault, ProjectionRun, WriteValue } from './projection-run.ts';

/** What is projected. */
export interface ProjectionOptions {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  /** The document that was planned. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Made-up response name → the client's. */
  readonly clientNames?: Readonly<Record<string, string>>;
  /** Response name of fields that are left out. */
  readonly omittedName?: string;
}

/** The data of an answer. */
export interface Projected {
  /** JSON text of an object or `null`. */
  readonly dataText: string;
  readonly faults: readonly ProjectionFault[];
}

/** Writes the data. `variables` are as sent, `coercedVariables` with their defaults. */
export type Project = (
  data: DataObject,
  variables: Readonly<Record<string, unknown>>,
  coercedVariables: Readonly<Record<string, unknown>>,
) => Projected;

const maxVariants = 16;

/** Compiles the projection; once more for each combination of `@skip` and `@include` that is met. */
export function compileProjection(options: ProjectionOptions): Project {
  const { schema, document, operation } = options;
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) throw new Error(`The schema has no root type for a ${operation.operation}.`);
  const fragments = new Map(
    document.definitions.flatMap((node): [string, FragmentDefinitionNode][] =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  );
  const conditionNames = [
    ...new Set(
      [operation, ...fragments.values()].flatMap(({ selectionSet }) => [
        ...listConditionVariables(selectionSet.selections),
      ]),
    ),
  ];

  const compileVariant = (conditions: Readonly<Record<string, boolean>>): WriteValue => {
    const context: ObjectContext = {
      schema,
      fragments,
      conditions,
      clientNames: options.clientNames ?? {},
      omittedName: options.omittedName,
      compileIntrospection: (field) => compileIntrospection(field, operation, fragments),
    };
    const { fields } = collectFields(context, rootType, [operation.selectionSet]);
    return compileFields(context, rootType, fields, { around: undefined, listLevel: -1 });
  };

  const variants = new Map<string, WriteValue>();
  return (data, variables, coercedVariables) => {
    const values = conditionNames.map((name) => coercedVariables[name] === true);
    const key = values.join();
    let write = variants.get(key);
    if (!write) {
      write = compileVariant(
        Object.fromEntries(conditionNames.map((name, index) => [name, values[index] === true])),
      );
      if (variants.size < maxVariants) variants.set(key, write);
    }
    const run: ProjectionRun = { indices: [], faults: [], variables, schema };
    return { dataText: write(data, run) ?? 'null', faults: run.faults };
  };
}
