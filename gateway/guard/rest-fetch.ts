// How many REST calls one fetch from a subgraph takes at most, and how many objects it brings.
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  OperationTypeNode,
  print,
  type SelectionSetNode,
} from 'graphql';

import { readFragments } from '../engine/plan/used-definitions.ts';
import { addUp, evaluate, type Figure, largestOf, map, multiply } from './figure.ts';
import { countKeys, estimateListLength, type FieldArguments } from './list-length.ts';
import type { RestCall, RestDeclarations, RestField } from './rest-declarations.ts';

/** One fetch of a plan. */
export interface EstimatedFetch {
  readonly document: DocumentNode;
  /** Response names from the root of the answer to the objects that are fetched for. */
  readonly path: readonly string[];
  /** How many objects there are at the path. */
  readonly count: Figure;
  /** The name that a field has in the answer, if the plan renames what the subgraph sends. */
  readonly rename: (path: readonly string[]) => string | undefined;
}

/** How many objects there are at a path of the answer, as far as it was walked. */
export type CountsByPath = Map<string, Figure>;

/** Reads of one resource that the subgraph's loaders gather, since they are asked for at one time. */
interface Gathering {
  readonly call: RestCall;
  readonly waves: Figure;
  /** Ids by who asks for them: whoever asks twice is answered once. */
  readonly ids: Map<string, Figure[]>;
}

/** Objects of the answer that the walk has come to. */
interface Place {
  readonly typeName: string;
  readonly path: readonly string[];
  readonly count: Figure;
  /** What was waited for before; what follows from it is asked for at one time. */
  readonly origin: string;
  /** How often at most: what was not read in a batch comes one by one. */
  readonly waves: Figure;
  /** Lengths of lists that the field above has said. */
  readonly sizes: ReadonlyMap<string, Figure>;
  readonly isRoot: boolean;
}

const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;
const noSizes: Place['sizes'] = new Map();
const noArguments: FieldArguments = new Map();
// In pages of so many the subgraphs read what REST does not give whole.
const pageSize = 100;

/** Names a path in `CountsByPath`. */
export function pathKey(path: readonly string[]): string {
  return path.join('\n');
}

/** Estimates the calls, and adds what the fetch brings to `counts`. */
export function estimateFetch(
  fetch: EstimatedFetch,
  types: RestDeclarations,
  counts: CountsByPath,
  defaultListSize: number,
): Figure {
  const { document, rename } = fetch;
  const gatherings = new Map<string, Gathering>();
  const fragments = readFragments(document);

  const gather = (call: RestCall, place: Place, terms: string, asker: string, ids: Figure) => {
    const { service, resource, batch } = call;
    const key = [service, resource, batch, terms, place.origin].join('\n');
    const gathering = gatherings.get(key) ?? { call, waves: place.waves, ids: new Map() };
    gatherings.set(key, gathering);
    gathering.ids.set(asker, [...(gathering.ids.get(asker) ?? []), ids]);
    return key;
  };

  /** The place of what the field's call answers. */
  const gatherField = (
    { arguments: given = [] }: FieldNode,
    { args, isList, listSize, type, rest }: RestField,
    place: Place,
    inner: Place,
    length: Figure,
  ): Place => {
    if (!rest) return inner;
    if (rest.batch === undefined) {
      const isPaged = isList && (listSize?.slicingArguments ?? []).length === 0;
      const pages = isPaged ? map(length, (size) => Math.max(1, Math.ceil(size / pageSize))) : 1;
      const asker = pathKey(inner.path);
      gather(rest, place, '', asker, multiply(place.count, pages));
      return { ...inner, origin: asker, waves: multiply(place.waves, place.count) };
    }
    const isEach = isList && types.get(type)?.rest?.resource === rest.resource;
    const ids = isEach ? inner.count : multiply(place.count, countKeys(args, given) ?? 1);
    const [keys, terms] = [true, false].map((isKey) =>
      writeArguments(given.filter(({ name }) => (args.get(name.value)?.isKey ?? false) === isKey)),
    );
    const asker = `${pathKey(place.path)}(${keys})`;
    return { ...inner, origin: gather(rest, place, terms ?? '', asker, ids) };
  };

  const walkField = (field: FieldNode, place: Place): void => {
    const { value: name } = field.name;
    if (name === '__typename') return;
    const sentName = (field.alias ?? field.name).value;
    const path = [...place.path, rename([...place.path, sentName]) ?? sentName];
    const definition: RestField = types.get(place.typeName)?.fields.get(name) ?? {
      type: '',
      isList: false,
      args: noArguments,
    };
    const { args, listSize, isList, type } = definition;
    const stated = estimateListLength(listSize, args, field.arguments ?? [], defaultListSize);
    const sizedFields = listSize?.sizedFields ?? [];
    const own = sizedFields.length > 0 ? defaultListSize : stated;
    const length = isList ? (place.sizes.get(name) ?? own) : 1;
    const inner: Place = {
      ...place,
      typeName: type,
      path,
      count: multiply(place.count, length),
      sizes: new Map(sizedFields.map((sized) => [sized, stated])),
      isRoot: false,
    };
    const key = pathKey(path);
    counts.set(key, largestOf([counts.get(key) ?? 0, inner.count]));
    const isRead = place.isRoot || !isKeyEnough(field, definition, types, fragments);
    const answered = isRead ? gatherField(field, definition, place, inner, length) : inner;
    if (field.selectionSet) walk(field.selectionSet, answered);
  };

  const walk = (set: SelectionSetNode, place: Place): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        walkField(selection, place);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const typeName = fragment?.typeCondition?.name.value ?? place.typeName;
      if (fragment) walk(fragment.selectionSet, { ...place, typeName });
    }
  };

  /** Reads the entities themselves, and what is asked of them. */
  const walkEntities = (set: SelectionSetNode, place: Place): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) continue;
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const typeName = fragment.typeCondition?.name.value ?? '';
      const rest = types.get(typeName)?.rest;
      const { count, path } = place;
      const origin = rest ? gather(rest, place, '', pathKey(path), count) : place.origin;
      walk(fragment.selectionSet, { ...place, typeName, origin });
    }
  };

  walkRoots(fetch, { walk, walkField, walkEntities });
  return addUp([...gatherings.values()].map(countCalls));
}

interface Walk {
  walk(set: SelectionSetNode, place: Place): void;
  walkField(field: FieldNode, place: Place): void;
  walkEntities(set: SelectionSetNode, place: Place): void;
}

function walkRoots({ document, path, count }: EstimatedFetch, walk: Walk): void {
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const root: Place = {
      typeName: rootTypes[node.operation],
      path,
      count,
      origin: '',
      waves: 1,
      sizes: noSizes,
      isRoot: true,
    };
    for (const [index, selection] of node.selectionSet.selections.entries()) {
      // The fields of a mutation run one after the other.
      const place =
        node.operation === OperationTypeNode.MUTATION ? { ...root, origin: String(index) } : root;
      if (selection.kind !== Kind.FIELD) {
        walk.walk({ kind: Kind.SELECTION_SET, selections: [selection] }, place);
      } else if (selection.name.value === '_entities' && selection.selectionSet) {
        walk.walkEntities(selection.selectionSet, { ...place, isRoot: false });
      } else {
        walk.walkField(selection, place);
      }
    }
  }
}

/** Whether a field that reads an entity by its key is asked for no more than the key. */
function isKeyEnough(
  { selectionSet }: FieldNode,
  { type, rest }: RestField,
  types: RestDeclarations,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): boolean {
  const entity = types.get(type);
  if (!selectionSet || !entity?.rest || entity.isAbstract) return false;
  if (entity.rest.resource !== rest?.resource) return false;
  const selectsKeys = ({ selections }: SelectionSetNode): boolean =>
    selections.every((selection) => {
      if (selection.kind === Kind.FIELD) {
        return selection.name.value === '__typename' || entity.keys.has(selection.name.value);
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return selectsKeys(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      return fragment !== undefined && selectsKeys(fragment.selectionSet);
    });
  return selectsKeys(selectionSet);
}

function writeArguments(given: readonly ArgumentNode[]): string {
  return given
    .map((argument) => print(argument))
    .toSorted()
    .join();
}

/** Ids that come in several waves fill no batch together, but each wave that comes asks for one. */
function countCalls({ call: { batch }, waves, ids }: Gathering): Figure {
  const total = addUp([...ids.values()].map((figures) => largestOf(figures)));
  if (batch === undefined) return total;
  const count = (idCount: number, waveCount: number): number =>
    Math.min(idCount, Math.floor((idCount + waveCount * (batch - 1)) / batch));
  if (typeof total === 'number' && typeof waves === 'number') return count(total, waves);
  return (variables) => count(evaluate(total, variables), evaluate(waves, variables));
}
