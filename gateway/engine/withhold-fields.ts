// Takes out of an operation what its caller may not see, before it is planned: what is not there is
// not fetched. Where it stood, a name of our own stays for the answer to be null there.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

import { findFreePrefix } from './plan/free-prefix.ts';
import type { SettledOperation } from './settle-conditions.ts';
import { listResponseNames, readFragments, toDocument } from './plan/used-definitions.ts';

/** What may not be seen. */
export interface WithholdRules {
  readonly schema: GraphQLSchema;
  /** Whether no object of an object type may be seen. */
  readonly isTypeDenied: (typeName: string) => boolean;
  /** Whether a field of an object type may not. */
  readonly isFieldDenied: (typeName: string, fieldName: string) => boolean;
  /** Most fields and fragments that may be left, with fragments expanded. */
  readonly maxSelections: number;
}

/** The names that stand in the place of what was taken out. */
export interface WithheldNames {
  /** Made-up response name → the field that stood there. */
  readonly fieldNames: ReadonlyMap<string, string>;
  /** Response name within an object that is withheld as a whole. */
  readonly objectName: string;
  /** Made-up response name → the client's, of these and of fields that were moved. */
  readonly renames: Readonly<Record<string, string>>;
}

/** An operation of which nothing is left that may not be seen. */
export interface ReducedOperation extends SettledOperation {
  readonly withheld: WithheldNames;
}

/** Where a selection set stands. */
interface Place {
  readonly type: GraphQLCompositeType;
  /** The types that an object may have here, after all conditions around the set. */
  readonly possible: readonly GraphQLObjectType[];
  /** Those of them whose objects are withheld as a whole, which the field around the set sees to. */
  readonly hidden: ReadonlySet<GraphQLObjectType>;
}

const nothingHidden: ReadonlySet<GraphQLObjectType> = new Set();

/**
 * Reduces a valid operation without conditions. A field of an interface that some implementers deny
 * is asked of the others only, by type; the order of fields stays, type by type. Within each other,
 * such fields may come to more than is allowed: then there is no reduced operation.
 */
export function withholdFields(
  settled: SettledOperation,
  rules: WithholdRules,
): ReducedOperation | undefined {
  const { document, operation } = settled;
  const { schema, isTypeDenied, isFieldDenied } = rules;
  const fragments = readFragments(document);
  const responseNames = listResponseNames(operation, fragments);
  const prefix = findFreePrefix('_denied', responseNames);
  const omittedName = settled.omittedName ?? findFreePrefix('_none', responseNames);
  const filler = typenameAs(omittedName);
  const names = createNames(prefix);
  const known = new Map<SelectionSetNode, Map<string, SelectionSetNode>>();

  /** The set itself if nothing of it is withheld. */
  const reduceSet = (set: SelectionSetNode, place: Place): SelectionSetNode => {
    const key = describePlace(place);
    const before = known.get(set)?.get(key);
    if (before) return before;
    const selections = set.selections.flatMap((selection) => reduce(selection, place));
    const isSame =
      selections.length === set.selections.length &&
      selections.every((selection, index) => selection === set.selections[index]);
    const reduced = isSame ? set : { ...set, selections };
    known.set(set, (known.get(set) ?? new Map()).set(key, reduced));
    return reduced;
  };

  const reduce = (selection: SelectionNode, place: Place): readonly SelectionNode[] => {
    if (selection.kind !== Kind.FIELD) return reduceFragment(selection, place);
    const fieldName = selection.name.value;
    if (fieldName.startsWith('__')) return [selection];
    const visible = place.possible.filter((type) => !place.hidden.has(type));
    const denied = visible.filter((type) => isFieldDenied(type.name, fieldName));
    if (denied.length === 0 && visible.length === place.possible.length) {
      return [reduceField(selection, place.type)];
    }
    if (denied.length === visible.length) {
      return visible.length === 0 ? [] : [names.mark(selection)];
    }
    return visible.map((type) =>
      conditionOn(type, [
        denied.includes(type)
          ? names.mark(selection)
          : reduceField(names.move(selection, place.type, type), type),
      ]),
    );
  };

  const reduceField = (field: FieldNode, parent: GraphQLCompositeType): FieldNode => {
    const type = getNamedType(findField(parent, field.name.value)?.type);
    if (!field.selectionSet || !isCompositeType(type)) return field;
    const selectionSet = reduceObjects(field.selectionSet, type);
    return selectionSet === field.selectionSet ? field : { ...field, selectionSet };
  };

  const reduceObjects = (set: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode => {
    const possible = listPossible(schema, type);
    const hidden = isAbstractType(type)
      ? new Set(possible.filter((one) => isTypeDenied(one.name) && asksFor(set, one)))
      : nothingHidden;
    const reduced = reduceSet(set, { type, possible, hidden });
    if (hidden.size === 0) {
      return reduced.selections.length > 0 ? reduced : { ...set, selections: [filler] };
    }
    const markers =
      hidden.size === possible.length
        ? [names.objectMarker]
        : [...hidden].map((one) => conditionOn(one, [names.objectMarker]));
    return { ...reduced, selections: [...markers, ...reduced.selections] };
  };

  const reduceFragment = (
    selection: Exclude<SelectionNode, FieldNode>,
    place: Place,
  ): readonly SelectionNode[] => {
    const fragment = findFragment(selection);
    const type = fragment && findCondition(fragment, place.type);
    if (!type) return [];
    const satisfying = listPossible(schema, type);
    const possible = place.possible.filter((one) => satisfying.includes(one));
    if (possible.length === 0) return [];
    const selectionSet = reduceSet(fragment.selectionSet, { ...place, type, possible });
    if (selectionSet === fragment.selectionSet) return [selection];
    if (selectionSet.selections.length === 0) return [];
    const { directives = [] } = selection;
    return [{ ...conditionOn(type, []), directives, selectionSet }];
  };
  const findFragment = (selection: Exclude<SelectionNode, FieldNode>) =>
    selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
  const findCondition = (
    { typeCondition }: InlineFragmentNode | FragmentDefinitionNode,
    around: GraphQLCompositeType,
  ): GraphQLCompositeType | undefined => {
    const type = typeCondition ? schema.getType(typeCondition.name.value) : around;
    return isCompositeType(type) ? type : undefined;
  };

  /** Whether a set selects more of an object than its `__typename`, or asks whether it is of its type. */
  const asksFor = ({ selections }: SelectionSetNode, type: GraphQLObjectType): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return !selection.name.value.startsWith('__');
      const fragment = findFragment(selection);
      const condition = fragment && findCondition(fragment, type);
      if (!condition || !listPossible(schema, condition).includes(type)) return false;
      const isNamed = fragment.typeCondition?.name.value === type.name;
      return isNamed || asksFor(fragment.selectionSet, type);
    });

  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no root type for a ${operation.operation}.`);
  const place = { type: root, possible: [root], hidden: nothingHidden };
  const reduced = reduceSet(operation.selectionSet, place);
  // What is shared in memory would be gone through as often as it is written down.
  if (createCounter(fragments)(reduced) > rules.maxSelections) return undefined;
  const own = toDocument({ ...operation, selectionSet: reduced }, fragments);
  return {
    ...own,
    omittedName,
    withheld: {
      fieldNames: names.fieldNames,
      objectName: names.objectName,
      renames: names.renames,
    },
  };
}

/** Makes names for what is taken out and for what is moved. */
function createNames(prefix: string) {
  const fieldNames = new Map<string, string>();
  const renames: Record<string, string> = Object.create(null) as Record<string, string>;
  const numbers = new Map<string, number>();
  const makeName = (kind: string, responseName: string, of: string): string => {
    const key = JSON.stringify([kind, responseName, of]);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    const name = `${prefix}${number}_${responseName}`;
    renames[name] = responseName;
    return name;
  };
  const objectName = `${prefix}_object`;
  return {
    fieldNames,
    renames,
    objectName,
    objectMarker: typenameAs(objectName),
    /** What stands in the place of a field that may not be seen. */
    mark(field: FieldNode): FieldNode {
      const name = makeName('field', responseNameOf(field), field.name.value);
      fieldNames.set(name, field.name.value);
      return typenameAs(name);
    },
    /** The field of an interface as it is asked of one of its types, where it may be of another type. */
    move(field: FieldNode, from: GraphQLCompositeType, to: GraphQLObjectType): FieldNode {
      const fieldName = field.name.value;
      const isAlike =
        String(findField(from, fieldName)?.type) === String(findField(to, fieldName)?.type);
      if (isAlike) return field;
      const value = makeName('moved', responseNameOf(field), `${to.name}.${fieldName}`);
      return { ...field, alias: { kind: Kind.NAME, value } };
    },
  };
}

/** Counts what is in a set, each set once: within each other, they may be written down very often. */
function createCounter(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const counts = new Map<SelectionSetNode, number>();
  const count = (set: SelectionSetNode): number => {
    const known = counts.get(set);
    if (known !== undefined) return known;
    let sum = 0;
    for (const selection of set.selections) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragments.get(selection.name.value)?.selectionSet
          : selection.selectionSet;
      sum += 1 + (inner ? count(inner) : 0);
    }
    counts.set(set, sum);
    return sum;
  };
  return count;
}

function describePlace({ type, possible, hidden }: Place): string {
  const list = (types: Iterable<GraphQLObjectType>): string =>
    [...types].map(({ name }) => name).join();
  return `${type.name}:${list(possible)}:${list(hidden)}`;
}

function conditionOn(
  type: GraphQLCompositeType,
  selections: readonly SelectionNode[],
): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

function typenameAs(value: string): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value },
    name: { kind: Kind.NAME, value: '__typename' },
  };
}

function findField(type: GraphQLCompositeType, fieldName: string) {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
}

function responseNameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function listPossible(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
): readonly GraphQLObjectType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}
