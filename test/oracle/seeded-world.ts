// A world that a seed makes up: any graph has data, with nulls and errors at any position.
import {
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

import { type GraphFacts, listPossibleTypes, readGraphFacts } from './graph-facts.ts';
import { hashText } from './hash-text.ts';
import { inventLeaf } from './invent-leaf.ts';
import { readInputs } from './read-inputs.ts';
import type { FieldArguments, Row, World } from './world.ts';

/** What a world is made up from. */
export interface SeededWorldOptions {
  readonly seed: number;
  /** Entities of each type; where there are few, one of them is met at many places. */
  readonly entityCount: number;
  /** Of 100 values that may be null. */
  readonly nullPercent: number;
  /** Of 100 values. */
  readonly errorPercent: number;
}

/** A field that is made up. */
interface Invented {
  /** Names of the type that it is a field of, and of that type's interfaces. */
  readonly typeNames: readonly string[];
  readonly name: string;
  /** Whether other subgraphs need it: a failure would spread further than within one service. */
  readonly isProtected: boolean;
}

// Where a made-up object is in the data; all that it is worth depends on that.
const place = '@place';
const maxItems = 3;
// A failure takes what is around it along if it may not be null: rarely, or nothing would be left.
const nonNullRarity = 10;
const numberedKey = /^(?<typeName>\w+)-.*-(?<number>\d+)$/;

/** Creates the world of a supergraph, given with all its hidden parts. */
export function createSeededWorld(
  schema: GraphQLSchema,
  subgraphSdls: readonly string[],
  { seed, entityCount, nullPercent, errorPercent }: SeededWorldOptions,
): World {
  const facts = readGraphFacts(schema, subgraphSdls);
  const createEntity = createEntities(schema, facts, entityCount);
  const roll = (text: string, bound: number): number => hashText(`${seed}:${text}`) % bound;
  const listTypes = (typeName: string): readonly string[] => {
    const type = schema.getType(typeName);
    return isObjectType(type)
      ? [typeName, ...type.getInterfaces().map(({ name }) => name)]
      : [typeName];
  };

  const invent = (type: GraphQLOutputType, at: string, field: Invented): unknown => {
    const isNonNull = isNonNullType(type);
    const inner = isNonNull ? type.ofType : type;
    if (!isNonNull || !field.isProtected) {
      const bound = isNonNull ? 100 * nonNullRarity : 100;
      if (roll(`error ${at}`, bound) < errorPercent) return new Error(`Made up at ${at}.`);
      if (roll(`null ${at}`, bound) < nullPercent) return null;
    }
    if (isListType(inner)) {
      const length = roll(`length ${at}`, maxItems + 1);
      return Array.from({ length }, (_, index) => invent(inner.ofType, `${at}[${index}]`, field));
    }
    if (isScalarType(inner) || isEnumType(inner)) {
      return inventLeaf(inner, (bound) => roll(`leaf ${at}`, bound));
    }
    const candidates = isObjectType(inner)
      ? [inner.name]
      : facts.possibleTypes(field.typeNames, field.name, getNamedType(inner).name);
    const typeName = candidates[roll(`type ${at}`, Math.max(1, candidates.length))];
    if (typeName === undefined) return null;
    if (facts.keysOf(typeName).length === 0) return { __typename: typeName, [place]: at };
    return createEntity(typeName, roll(`entity ${at}`, entityCount));
  };

  const world: World = {
    rows: [],
    computed: {},
    find(typeName, given) {
      for (const key of listLeaves(given)) {
        const { typeName: owner, number } = numberedKey.exec(String(key))?.groups ?? {};
        if (owner !== undefined && listPossibleTypes(schema, typeName).includes(owner)) {
          return createEntity(owner, Number(number));
        }
      }
      return undefined;
    },
    invent(row, name, args, read) {
      const typeName = row['__typename'];
      const type = schema.getType(typeName);
      const definition = isObjectType(type) ? type.getFields()[name] : undefined;
      if (!definition) return undefined;
      const typeNames = listTypes(typeName);
      const inputs = facts.inputsOf(typeNames, name);
      const at = [
        nameField(row, name, withDefaults(definition, args)),
        ...(inputs ? [JSON.stringify(readInputs(world, listTypes, read, inputs))] : []),
      ].join('.');
      return invent(definition.type, at, {
        typeNames,
        name,
        isProtected: facts.isJoinField(name),
      });
    },
  };
  return world;
}

/** Makes entities whose keys say which one it is; each string in a key names the entity's type. */
function createEntities(
  schema: GraphQLSchema,
  facts: GraphFacts,
  entityCount: number,
): (typeName: string, number: number) => Row {
  const createEntity = (typeName: string, number: number): Row => {
    const row: Record<string, unknown> = { [place]: `${typeName}#${number}` };
    const fill = (
      object: Record<string, unknown>,
      ownType: string,
      { selections }: SelectionSetNode,
      path: string,
    ): void => {
      const type = schema.getType(ownType);
      for (const selection of selections) {
        if (selection.kind !== Kind.FIELD || !isObjectType(type)) continue;
        const name = selection.name.value;
        const inner = getNamedType(type.getFields()[name]?.type);
        if (!isObjectType(inner) || !selection.selectionSet) {
          object[name] = String(inner) === 'Int' ? number : `${typeName}-${path}${name}-${number}`;
        } else if (facts.keysOf(inner.name).length > 0) {
          object[name] = createEntity(inner.name, hashText(`${path}${number}`) % entityCount);
        } else {
          const at = `${typeName}#${number}.${path}${name}`;
          const value = (object[name] ?? { __typename: inner.name, [place]: at }) as typeof object;
          fill(value, inner.name, selection.selectionSet, `${path}${name}.`);
          object[name] = value;
        }
      }
    };
    for (const key of facts.keysOf(typeName)) fill(row, typeName, key, '');
    return { ...row, __typename: typeName };
  };
  return createEntity;
}

function listLeaves(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((inner) => listLeaves(inner))
    : [value];
}

/** Names a field of an object of a seeded world; `@requires` aside, its value depends on no more. */
export function nameField(row: Row, field: string, args: FieldArguments): string {
  const visible = Object.entries(args).toSorted(([one], [other]) => (one < other ? -1 : 1));
  // Clients cannot give what is hidden, and in one service there is none of it.
  const text = JSON.stringify(Object.fromEntries(visible), (key, value: unknown) =>
    key.startsWith('hidden') ? undefined : value,
  );
  const at = row[place];
  return `${typeof at === 'string' ? at : row['__typename']}.${field}${text}`;
}

function withDefaults(
  field: GraphQLField<unknown, unknown>,
  given: FieldArguments,
): FieldArguments {
  const defaults = field.args.flatMap(({ name, defaultValue }) =>
    defaultValue === undefined ? [] : [[name, defaultValue] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}
