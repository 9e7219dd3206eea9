// Mends fetches for objects that a subgraph knows only as their interface (@interfaceObject).
import { type ConstDirectiveNode, type DocumentNode, type FieldNode, Kind } from 'graphql';

import {
  mapFieldsOfLevel,
  parseFetchOperation,
  printFetchOperation,
  readVariables,
} from '../plan/fetch-operation.ts';
import { mapFetches } from '../plan/map-plan.ts';
import type {
  FetchNode,
  PlanNode,
  PlanPath,
  RequiredFragment,
  RequiredSelection,
} from '../plan/query-plan.ts';
import type { SelectedTypes } from './selected-types.ts';
import { isArgumentTrue, parseFieldSet, readStringArgument } from './supergraph-ast.ts';

interface EntityTypes extends EntityFacts {
  /** Names of fields that the planner itself needs, of whichever types. */
  readonly joinNames: ReadonlySet<string>;
}

interface EntityFacts {
  /** Field names of each key, by `GRAPH.Type`. */
  readonly keys: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** `GRAPH.Type` of each interface object. */
  readonly interfaceObjects: ReadonlySet<string>;
  readonly interfaces: ReadonlyMap<string, readonly string[]>;
  /** Object types of each interface. */
  readonly implementers: ReadonlyMap<string, readonly string[]>;
  /** Names of fields that a field requires, by `GRAPH.Type.field`. */
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Mends the plan of a document. */
export type MendInterfaceObjects = (node: PlanNode, findSelected: FindSelected) => PlanNode;

type FindSelected = (path: PlanPath) => SelectedTypes;

/**
 * Makes the function that mends a plan. An interface object says its interface as `__typename`,
 * which would take the place of the object's type, so it is not asked. And what the operation
 * selects of some of the interface's types is fetched of these only, each with its own inputs:
 * the planner would ask all of them for all.
 */
export function createInterfaceObjectMender(
  supergraph: DocumentNode,
  graphs: ReadonlyMap<string, string>,
  joinNames: ReadonlySet<string>,
): MendInterfaceObjects {
  const types = { ...readEntityTypes(supergraph, graphs), joinNames };
  if (types.interfaceObjects.size === 0) return (node) => node;
  return (node, findSelected) =>
    mapFetches(node, (fetch, path) =>
      fetch.requires
        ? splitByTypes(leaveOutTypename(fetch, types), findSelected(path), types)
        : [fetch],
    );
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

interface FieldGroup {
  /** Undefined if it is not for the client, who then does not say of which types it is wanted. */
  readonly wanted: readonly string[] | undefined;
  readonly inputs: ReadonlySet<string>;
  readonly fields: Set<FieldNode>;
}

/** One fetch for all that is wanted of the same types and needs the same inputs. */
function splitByTypes(
  fetch: FetchNode,
  selected: SelectedTypes,
  types: EntityTypes,
): readonly FetchNode[] {
  const operation = parseFetchOperation(fetch.operation);
  const [entities] = operation?.selectionSet.selections ?? [];
  if (!operation || entities?.kind !== Kind.FIELD || !entities.selectionSet) return [fetch];
  const { selectionSet } = entities;

  const groups = new Map<string, FieldGroup>();
  let typeName: string | undefined;
  let isAlone = true;
  mapFieldsOfLevel(selectionSet, undefined, (field, type = '') => {
    isAlone &&= (typeName ?? type) === type;
    typeName = type;
    const name = field.name.value;
    const isJoin = types.joinNames.has(name);
    const wanted = isJoin ? undefined : selected.get((field.alias ?? field.name).value);
    const inputs = types.inputs.get(`${fetch.serviceName}.${type}.${name}`) ?? new Set();
    const sorted = wanted && [...wanted].toSorted();
    const key = `${sorted?.join() ?? '*'} ${[...inputs].toSorted().join()}`;
    const group = groups.get(key) ?? { wanted: sorted, inputs, fields: new Set() };
    groups.set(key, group);
    group.fields.add(field);
    return field;
  });
  const place = `${fetch.serviceName}.${typeName ?? ''}`;
  if (!isAlone || typeName === undefined || !types.interfaceObjects.has(place)) return [fetch];

  const scope = { fetch, typeName, types };
  const allInputs = new Set([...groups.values()].flatMap(({ inputs }) => [...inputs]));
  return [...groups.values()].flatMap((group): FetchNode[] => {
    const requires = requireForGroup(scope, group, allInputs);
    if (requires.length === 0) return [];
    const kept = mapFieldsOfLevel(selectionSet, undefined, (field) =>
      group.fields.has(field) ? field : undefined,
    );
    const selections = [{ ...entities, selectionSet: kept }];
    const part = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
    return [
      {
        ...fetch,
        operation: printFetchOperation(part),
        variableUsages: readVariables(part).filter((name) => name !== 'representations'),
        requires,
      },
    ];
  });
}

interface FetchScope {
  readonly fetch: FetchNode;
  /** The interface object. */
  readonly typeName: string;
  readonly types: EntityTypes;
}

function requireForGroup(
  { fetch, typeName, types }: FetchScope,
  { wanted, inputs }: FieldGroup,
  allInputs: ReadonlySet<string>,
): readonly RequiredFragment[] {
  const fragments = (fetch.requires ?? []).filter((one) => one.kind === 'InlineFragment');
  const implementers = types.implementers.get(typeName) ?? [];
  const isWantedOfAll = !wanted || implementers.every((one) => wanted.includes(one));
  const known = new Set(fragments.map(({ typeCondition = typeName }) => typeCondition));
  const conditions = isWantedOfAll ? known : wanted;
  const keyNames = new Set((types.keys.get(`${fetch.serviceName}.${typeName}`) ?? []).flat());

  return [...conditions].flatMap((condition): RequiredFragment[] => {
    const applying = fragments.filter(
      ({ typeCondition = typeName }) =>
        typeCondition === condition || types.interfaces.get(condition)?.includes(typeCondition),
    );
    const byText = new Map<string, RequiredSelection>();
    for (const selection of applying.flatMap(({ selections }) => selections)) {
      const name = selection.kind === 'Field' ? selection.name : '';
      const isForeign = allInputs.has(name) && !inputs.has(name) && !keyNames.has(name);
      if (!isForeign) byText.set(JSON.stringify(selection), selection);
    }
    const fragment: RequiredFragment = {
      kind: 'InlineFragment',
      typeCondition: condition,
      selections: [...byText.values()],
    };
    return hasKey(fragment, fetch.serviceName, types) ? [fragment] : [];
  });
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
): EntityFacts {
  const keys = new Map<string, (readonly string[])[]>();
  const interfaceObjects = new Set<string>();
  const interfaces = new Map<string, readonly string[]>();
  const implementers = new Map<string, string[]>();
  const inputs = new Map<string, ReadonlySet<string>>();
  const readFieldSet = (fields: string): readonly string[] =>
    parseFieldSet(fields).selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? [selection.name.value] : [],
    );
  const read = (type: string, directive: ConstDirectiveNode): void => {
    if (directive.name.value !== 'join__type') return;
    const graph = readStringArgument(directive, 'graph') ?? '';
    const place = `${graphs.get(graph) ?? graph}.${type}`;
    if (isArgumentTrue(directive, 'isInterfaceObject')) interfaceObjects.add(place);
    const key = readStringArgument(directive, 'key');
    if (key === undefined) return;
    keys.set(place, [...(keys.get(place) ?? []), readFieldSet(key)]);
  };
  const readInputs = (coordinate: string, directive: ConstDirectiveNode): void => {
    const requires = readStringArgument(directive, 'requires');
    if (directive.name.value !== 'join__field' || requires === undefined) return;
    const graph = readStringArgument(directive, 'graph') ?? '';
    const place = `${graphs.get(graph) ?? graph}.${coordinate}`;
    inputs.set(place, new Set(readFieldSet(requires)));
  };
  for (const definition of supergraph.definitions) {
    const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
    if (!isObject && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const name = definition.name.value;
    interfaces.set(name, definition.interfaces?.map((one) => one.name.value) ?? []);
    for (const directive of definition.directives ?? []) read(name, directive);
    for (const { name: field, directives = [] } of definition.fields ?? []) {
      for (const directive of directives) readInputs(`${name}.${field.value}`, directive);
    }
    for (const implemented of isObject ? (definition.interfaces ?? []) : []) {
      const known = implementers.get(implemented.name.value) ?? [];
      implementers.set(implemented.name.value, [...known, name]);
    }
  }
  return { keys, interfaceObjects, interfaces, implementers, inputs };
}
