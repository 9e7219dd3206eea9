// Compiles an operation into a function that writes its answer's data as JSON text.
import type {
  DocumentNode,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';

import type { DataObject } from '../execution/data-object.ts';
import { readFragments } from '../plan/used-definitions.ts';
import { collectFields, type SelectionContext } from './collect-fields.ts';
import { compileIntrospection } from './introspection-writer.ts';
import { compileFields, type ObjectContext, type WithheldFields } from './object-writer.ts';
import type { ProjectionDenial, ProjectionFault, ProjectionRun } from './projection-run.ts';

/** What is projected. */
export interface ProjectionOptions {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  /** The document that was planned; it has no conditions. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Made-up response name → the client's. */
  readonly clientNames?: Readonly<Record<string, string>>;
  /** Response name of fields that are left out. */
  readonly omittedName?: string;
  readonly withheld?: WithheldFields | undefined;
}

/** The data of an answer. */
export interface Projected {
  /** JSON text of an object or `null`. */
  readonly dataText: string;
  readonly faults: readonly ProjectionFault[];
  /** A bounded number of them. */
  readonly denials: readonly ProjectionDenial[];
}

/** Writes the data. `variables` are as sent, for what is asked of the schema itself. */
export type Project = (data: DataObject, variables: Readonly<Record<string, unknown>>) => Projected;

/** Compiles the projection. */
export function compileProjection(options: ProjectionOptions): Project {
  const { schema, operation } = options;
  const { rootType, context: selection } = openSelection(options);
  const context: ObjectContext = {
    ...selection,
    withheld: options.withheld,
    compileIntrospection: (field) => compileIntrospection(field, operation, selection.fragments),
  };
  const { fields } = collectFields(context, rootType, [operation.selectionSet]);
  const write = compileFields(context, rootType, fields, { around: undefined, listLevel: -1 });
  return (data, variables) => {
    const run: ProjectionRun = { indices: [], faults: [], denials: [], variables, schema };
    return { dataText: write(data, run) ?? 'null', faults: run.faults, denials: run.denials };
  };
}

/** What is selected of which type to begin with. */
export function openSelection({
  schema,
  document,
  operation,
  clientNames = {},
  omittedName,
  withheld,
}: ProjectionOptions): {
  readonly rootType: GraphQLObjectType;
  readonly context: SelectionContext;
} {
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) throw new Error(`The schema has no root type for a ${operation.operation}.`);
  const fragments = readFragments(document);
  const objectName = withheld?.names.objectName;
  return { rootType, context: { schema, fragments, clientNames, omittedName, objectName } };
}
