// Turns made-up fields in a plan back into those that they stand for. A representation holds one
// value a field, so a fetch whose fields need an input with different arguments becomes several.
import { type FieldNode, Kind, type OperationDefinitionNode, visit } from 'graphql';

import {
  mapFieldsOfLevel,
  parseFetchOperation,
  printFetchOperation,
  readVariables,
} from '../plan/fetch-operation.ts';
import { mapFetches } from '../plan/map-plan.ts';
import type { DataRewrite, FetchNode, PlanNode, RequiredSelection } from '../plan/query-plan.ts';
import type { PreparedSupergraph } from './prepare-supergraph.ts';
import type { RequiredInputs } from './stand-in-fields.ts';

/** A plan over the real fields of the subgraphs. */
export interface RestoredPlan {
  readonly node: PlanNode;
  /** Made-up response name → the field's name, of those that the plan fetches. */
  readonly renames: Readonly<Record<string, string>>;
}

/** Restores a whole plan. The made-up names stay as response names, since clients may not have them. */
export function restoreInputs(
  node: PlanNode,
  { standIns, requiredInputs }: PreparedSupergraph,
): RestoredPlan {
  if (standIns.size === 0) return { node, renames: {} };
  const renames: Record<string, string> = {};

  const restore = (fetch: FetchNode): FetchNode => {
    const operation = parseFetchOperation(fetch.operation);
    if (!operation) return fetch;
    const restored = visit(operation, {
      Field(field): FieldNode | undefined {
        const standIn = standIns.get(field.name.value);
        if (!standIn) return undefined;
        const alias = (field.alias ?? field.name).value;
        renames[alias] = standIn.fieldName;
        return {
          ...field,
          alias: { kind: Kind.NAME, value: alias },
          name: { kind: Kind.NAME, value: standIn.fieldName },
          arguments: standIn.arguments,
        };
      },
    });
    const inputRenames = renameInputs(fetch.requires ?? [], [], standIns);
    return {
      ...fetch,
      operation: printFetchOperation(restored),
      ...(inputRenames.length > 0 && {
        // First, since the others may change the type that paths depend on.
        inputRewrites: [...inputRenames, ...(fetch.inputRewrites ?? [])],
      }),
    };
  };
  const replaced = mapFetches(node, (fetch) =>
    splitByInputs(fetch, requiredInputs).map((part) => restore(part)),
  );
  return { node: replaced, renames };
}

interface InputGroup {
  readonly fields: Set<FieldNode>;
  readonly inputs: Map<string, string>;
}

function splitByInputs(
  fetch: FetchNode,
  requiredInputs: ReadonlyMap<string, RequiredInputs>,
): readonly FetchNode[] {
  const operation = fetch.requires && parseFetchOperation(fetch.operation);
  const [entities] = operation?.selectionSet.selections ?? [];
  if (!operation || entities?.kind !== Kind.FIELD || !entities.selectionSet) return [fetch];

  const { selectionSet } = entities;
  const groups: InputGroup[] = [];
  mapFieldsOfLevel(selectionSet, undefined, (field, type) => {
    const coordinate = `${fetch.serviceName}.${type}.${field.name.value}`;
    const inputs = requiredInputs.get(coordinate) ?? new Map<string, string>();
    const known = groups.find((group) => isCompatible(group.inputs, inputs));
    const group = known ?? { fields: new Set<FieldNode>(), inputs: new Map<string, string>() };
    if (!known) groups.push(group);
    group.fields.add(field);
    for (const [path, planned] of inputs) group.inputs.set(path, planned);
    return field;
  });
  if (groups.length < 2) return [fetch];

  const allPlanned = new Set(groups.flatMap(({ inputs }) => [...inputs.values()]));
  return groups.map(({ fields, inputs }) => {
    const kept = mapFieldsOfLevel(selectionSet, undefined, (field) =>
      fields.has(field) ? field : undefined,
    );
    const part: OperationDefinitionNode = {
      ...operation,
      selectionSet: {
        ...operation.selectionSet,
        selections: [{ ...entities, selectionSet: kept }],
      },
    };
    const own = new Set(inputs.values());
    const isForeign = (path: string): boolean => allPlanned.has(path) && !own.has(path);
    return {
      ...fetch,
      operation: printFetchOperation(part),
      variableUsages: readVariables(part).filter((name) => name !== 'representations'),
      requires: dropInputs(fetch.requires ?? [], '', isForeign),
    };
  });
}

function isCompatible(inputs: ReadonlyMap<string, string>, others: RequiredInputs): boolean {
  return [...others].every(([path, planned]) => (inputs.get(path) ?? planned) === planned);
}

function dropInputs(
  selections: readonly RequiredSelection[],
  parentPath: string,
  isForeign: (path: string) => boolean,
): readonly RequiredSelection[] {
  return selections.flatMap((selection): RequiredSelection[] => {
    if (selection.kind === 'InlineFragment') {
      const kept = dropInputs(selection.selections, parentPath, isForeign);
      return kept.length === 0 ? [] : [{ ...selection, selections: kept }];
    }
    const path = `${parentPath}${selection.name}`;
    if (isForeign(path)) return [];
    if (!selection.selections) return [selection];
    return [{ ...selection, selections: dropInputs(selection.selections, `${path}/`, isForeign) }];
  });
}

/** Inner inputs come first: their paths go through the made-up names of the outer ones. */
function renameInputs(
  selections: readonly RequiredSelection[],
  parentPath: readonly string[],
  standIns: PreparedSupergraph['standIns'],
): readonly DataRewrite[] {
  const seen = new Map<string, DataRewrite>();
  for (const selection of selections) {
    const isField = selection.kind === 'Field';
    const path = isField ? [...parentPath, selection.name] : parentPath;
    for (const inner of renameInputs(selection.selections ?? [], path, standIns)) {
      seen.set(inner.path.join('/'), inner);
    }
    const standIn = isField ? standIns.get(selection.name) : undefined;
    if (standIn) {
      seen.set(path.join('/'), { kind: 'KeyRenamer', path, renameKeyTo: standIn.fieldName });
    }
  }
  return [...seen.values()];
}
