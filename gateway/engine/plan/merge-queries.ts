// Makes one query of several to the same subgraph: entities under aliases, root fields beside them.
import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';

import {
  mapFieldsOfLevel,
  parseFetchOperation,
  printFetchOperation,
  readVariables,
} from './fetch-operation.ts';
import { findFreePrefix } from './free-prefix.ts';
import { type FetchNode, plannedRepresentationsVariable } from './query-plan.ts';

/** One query for all of several fetches. */
export interface MergedQuery {
  readonly operation: string;
  /** Names of the client's variables that any part uses. */
  readonly variableUsages: readonly string[];
  /** In the order of the fetches. */
  readonly parts: readonly MergedPart[];
}

/** What one fetch is within a merged query. */
export interface MergedPart {
  /**
   * Response name at the root of the merged reply → at the root of the part's own reply; for a part
   * with `requires`, a single one to `_entities`.
   */
  readonly responseNames: ReadonlyMap<string, string>;
  /** Variable that takes the part's representations, if it has `requires`. */
  readonly representationsVariable?: string;
}

interface Member {
  readonly fetch: FetchNode;
  readonly operation: OperationDefinitionNode;
}

/** Merges queries of plain operations with equal directives; see `isPlainQuery`. */
export function mergeQueries(fetches: readonly FetchNode[]): MergedQuery {
  const members = fetches.flatMap((fetch): Member[] => {
    const operation = parseFetchOperation(fetch.operation);
    return operation ? [{ fetch, operation }] : [];
  });
  const aliasPrefix = findFreePrefix('_part', members.flatMap(readRootNames));
  const representations = findFreePrefix(
    'representations',
    fetches.flatMap(({ variableUsages }) => variableUsages ?? []),
  );
  const variables = new Map<string, VariableDefinitionNode>();
  const taken = new Set<string>();
  const selections: SelectionNode[] = [];
  const parts: MergedPart[] = [];

  for (const [index, { fetch, operation }] of members.entries()) {
    const isForEntities = fetch.requires !== undefined;
    const representationsVariable = `${representations}${index}`;
    const own = isForEntities
      ? renameVariable(
          operation,
          fetch.representationsVariable ?? plannedRepresentationsVariable,
          representationsVariable,
        )
      : operation;
    for (const definition of own.variableDefinitions ?? []) {
      variables.set(definition.variable.name.value, definition);
    }
    const responseNames = new Map<string, string>();
    const aliased = mapFieldsOfLevel(own.selectionSet, undefined, (field): FieldNode => {
      const name = (field.alias ?? field.name).value;
      const isOwn = !isForEntities && !taken.has(name);
      const merged = isOwn ? name : `${aliasPrefix}${index}_${name}`;
      responseNames.set(merged, name);
      return isOwn ? field : { ...field, alias: { kind: Kind.NAME, value: merged } };
    });
    for (const name of responseNames.keys()) taken.add(name);
    selections.push(...aliased.selections);
    parts.push({ responseNames, ...(isForEntities && { representationsVariable }) });
  }

  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    variableDefinitions: [...variables.values()],
    directives: members[0]?.operation.directives ?? [],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const ofParts = new Set(parts.map((part) => part.representationsVariable));
  return {
    operation: printFetchOperation(operation),
    variableUsages: readVariables(operation).filter((name) => !ofParts.has(name)),
    parts,
  };
}

function readRootNames({ operation }: Member): readonly string[] {
  const names: string[] = [];
  mapFieldsOfLevel(operation.selectionSet, undefined, (field) => {
    names.push((field.alias ?? field.name).value);
    return field;
  });
  return names;
}

function renameVariable(
  operation: OperationDefinitionNode,
  from: string,
  to: string,
): OperationDefinitionNode {
  return visit(operation, {
    Variable(node) {
      if (node.name.value !== from) return undefined;
      return { ...node, name: { kind: Kind.NAME, value: to } };
    },
  });
}
