// Mends fetches for objects that a subgraph knows only as their interface (@interfaceObject).
import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';

import {
  mapFieldsOfLevel,
  parseFetchOperation,
  printFetchOperation,
} from '../plan/fetch-operation.ts';
import { mapFetches } from '../plan/map-plan.ts';
import type {
  FetchNode,
  PlanNode,
  RequiredFragment,
  RequiredSelection,
} from '../plan/query-plan.ts';
import { isArgumentTrue, parseFieldSet, readStringArgument } from './supergraph-ast.ts';

interface EntityTypes {
  /** Field names of each key, by `GRAPH.Type`. */
  readonly keys: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** `GRAPH.Type` of each interface object. */
  readonly interfaceObjects: ReadonlySet<string>;
  readonly interfaces: ReadonlyMap<string, readonly string[]>;
}

/**
 * Makes the function that mends a plan. An interface object says its interface as `__typename`,
 * which would take the place of the object's type, so it is not asked; and of inputs that the plan
 * requires of the interface, only objects that are asked for by a key get a representation.
 */
export function createInterfaceObjectMender(
  supergraph: DocumentNode,
  graphs: ReadonlyMap<string, string>,
): (node: PlanNode) => PlanNode {
  const types = readEntityTypes(supergraph, graphs);
  if (types.interfaceObjects.size === 0) return (node) => node;
  return (node) =>
    mapFetches(node, (fetch) => [
      fetch.requires ? leaveOutTypename(requireWithKeys(fetch, types), types) : fetch,
    ]);
}

function leaveOutTypename(fetch: FetchNode, { interfaceObjects }: EntityTypes): FetchNode {
  const operation = parseFetchOperation(fetch.operation);
  const [entities] = operation?.selectionSet.selections ?? [];
  if (!operation || entities?.kind !== Kind.FIELD || !entities.selectionSet) return fetch;
  let hasOthers = false;
  const selectionSet = mapFieldsOfLevel(entities.selectionSet, undefined, (field, type) => {
    const isTypename = field.name.value === '__typename' && !field.alias;
    if (isTypename && interfaceObjects.has(`${fetch.serviceName}.${type}`)) return undefined;
    hasOthers = true;
    return field;
  });
  if (!hasOthers) return fetch;
  const selections = [{ ...entities, selectionSet }];
  return {
    ...fetch,
    operation: printFetchOperation({
      ...operation,
      selectionSet: { ...operation.selectionSet, selections },
    }),
  };
}

function requireWithKeys(fetch: FetchNode, types: EntityTypes): FetchNode {
  const fragments = (fetch.requires ?? []).filter((one) => one.kind === 'InlineFragment');
  const keyed = fragments.filter((fragment) => hasKey(fragment, fetch.serviceName, types));
  const others = fragments.filter((fragment) => !keyed.includes(fragment));
  if (others.length === 0 || keyed.length === 0) return fetch;

  const isWithin = (one: RequiredFragment, other: RequiredFragment): boolean =>
    types.interfaces.get(one.typeCondition ?? '')?.includes(other.typeCondition ?? '') ?? false;
  const requires = fragments.flatMap((fragment): RequiredSelection[] => {
    if (!keyed.includes(fragment)) {
      return keyed.some((candidate) => isWithin(candidate, fragment)) ? [] : [fragment];
    }
    const added = others.filter((other) => isWithin(fragment, other));
    const names = new Set(fragment.selections.map((one) => JSON.stringify(one)));
    const selections = added
      .flatMap((other) => other.selections)
      .filter((selection) => !names.has(JSON.stringify(selection)));
    return [{ ...fragment, selections: [...fragment.selections, ...selections] }];
  });
  return { ...fetch, requires };
}

function hasKey(
  { typeCondition = '', selections }: RequiredFragment,
  subgraph: string,
  { keys, interfaces }: EntityTypes,
): boolean {
  const names = new Set(selections.map((one) => (one.kind === 'Field' ? one.name : '')));
  return [typeCondition, ...(interfaces.get(typeCondition) ?? [])].some((type) =>
    keys.get(`${subgraph}.${type}`)?.some((key) => key.every((name) => names.has(name))),
  );
}

function readEntityTypes(
  supergraph: DocumentNode,
  graphs: ReadonlyMap<string, string>,
): EntityTypes {
  const keys = new Map<string, (readonly string[])[]>();
  const interfaceObjects = new Set<string>();
  const interfaces = new Map<string, readonly string[]>();
  const read = (type: string, directive: ConstDirectiveNode): void => {
    if (directive.name.value !== 'join__type') return;
    const graph = readStringArgument(directive, 'graph') ?? '';
    const place = `${graphs.get(graph) ?? graph}.${type}`;
    if (isArgumentTrue(directive, 'isInterfaceObject')) interfaceObjects.add(place);
    const key = readStringArgument(directive, 'key');
    if (key === undefined) return;
    const fields = parseFieldSet(key).selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? [selection.name.value] : [],
    );
    keys.set(place, [...(keys.get(place) ?? []), fields]);
  };
  for (const definition of supergraph.definitions) {
    const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
    if (!isObject && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const name = definition.name.value;
    interfaces.set(name, definition.interfaces?.map((one) => one.name.value) ?? []);
    for (const directive of definition.directives ?? []) read(name, directive);
  }
  return { keys, interfaceObjects, interfaces };
}
