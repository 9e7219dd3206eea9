// Random operations that are valid against a schema; the same numbers make the same operation.
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';

/** Gives a whole number from 0 up to, but without, `bound`. */
export type PickNumber = (bound: number) => number;

/** An operation and its variables. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What strings and ids are taken from, so that some of them hit. */
export type KnownValues = readonly string[];

/** Where operations select `__typename`: at random, or first in each object and nowhere else. */
export type TypenamePlaces = 'anywhere' | 'first';

/** What operations are made of. */
export interface OperationSource {
  readonly schema: GraphQLSchema;
  readonly pick: PickNumber;
  readonly known: KnownValues;
  readonly typenames: TypenamePlaces;
  readonly hasFragments: boolean;
  /** Whether some fields and fragments are skipped or included. */
  readonly hasConditions: boolean;
  /** Most levels of fields and fragments within each other. */
  readonly maxDepth: number;
}

interface Draft extends OperationSource {
  readonly fragments: string[];
  readonly variables: Map<string, { readonly type: string; readonly value: unknown }>;
  selectionsLeft: number;
  names: number;
}

const maxAttempts = 50;
const maxSelections = 30;

/** Makes an operation. Fields with arguments get aliases of their own. */
export function createRandomOperation(source: OperationSource): RandomOperation {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const operation = draftOperation(source);
    // Fields of one name and of different types meet now and then.
    if (validate(source.schema, parse(operation.query)).length === 0) return operation;
  }
  throw new Error('No valid operation was found.');
}

/** Makes numbers that look random from a seed. */
export function createPick(seed: number): PickNumber {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % bound;
  };
}

function draftOperation(source: OperationSource): RandomOperation {
  const root = source.schema.getQueryType();
  if (!root) throw new Error('The schema has no queries.');
  const draft: Draft = {
    ...source,
    fragments: [],
    variables: new Map(),
    selectionsLeft: maxSelections,
    names: 0,
  };
  const body = draftObject(draft, root, 0);
  const declared = [...draft.variables].map(([name, { type }]) => `$${name}: ${type}`);
  const head = declared.length > 0 ? `query(${declared.join(', ')})` : 'query';
  return {
    query: [`${head} ${body}`, ...draft.fragments].join('\n'),
    variables: Object.fromEntries([...draft.variables].map(([name, { value }]) => [name, value])),
  };
}

/** The selections of a field, or of the root. */
function draftObject(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const selections = draftSelections(draft, type, depth);
  const first = draft.typenames === 'first' || selections === '' ? '__typename ' : '';
  return `{ ${first}${selections} }`;
}

function draftSelections(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const count = 1 + draft.pick(depth === 0 ? 3 : 4);
  return Array.from({ length: count }, () => draftSelection(draft, type, depth))
    .filter((selection) => selection !== '')
    .join(' ');
}

/** A field or a fragment; empty where there is nothing to select. */
function draftSelection(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  draft.selectionsLeft -= 1;
  const isEnd = depth >= draft.maxDepth || draft.selectionsLeft <= 0;
  const wish = draft.pick(10);
  if (wish === 0 && draft.typenames === 'anywhere') return '__typename';
  const isFragment = draft.hasFragments && !isEnd && wish < (isAbstractType(type) ? 5 : 2);
  if (isFragment) return draftFragment(draft, type, depth);
  const fields = listFields(type).filter(
    (field) => !isEnd || !isCompositeType(getNamedType(field.type)),
  );
  const field = fields[draft.pick(Math.max(1, fields.length))];
  return field ? draftField(draft, field, depth) : '';
}

function draftField(draft: Draft, field: GraphQLField<unknown, unknown>, depth: number): string {
  const args = field.args.flatMap((arg) => draftArgument(draft, arg));
  const alias = args.length > 0 || draft.pick(5) === 0 ? `${draftName(draft)}: ` : '';
  const named = getNamedType(field.type);
  const body = isCompositeType(named) ? ` ${draftObject(draft, named, depth + 1)}` : '';
  return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${draftCondition(draft)}${body}`;
}

function draftFragment(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const conditions = listOverlapping(draft.schema, type);
  const condition = conditions[draft.pick(conditions.length)] ?? type;
  const selections = draftSelections(draft, condition, depth + 1);
  if (selections === '') return '';
  const body = `{ ${selections} }`;
  if (draft.pick(3) > 0) {
    const on = condition === type && draft.pick(2) === 0 ? '' : ` on ${condition.name}`;
    return `...${on}${draftCondition(draft)} ${body}`;
  }
  const name = draftName(draft);
  draft.fragments.push(`fragment ${name} on ${condition.name} ${body}`);
  return `...${name}${draftCondition(draft)}`;
}

function draftCondition(draft: Draft): string {
  if (!draft.hasConditions || draft.pick(12) > 0) return '';
  const directive = draft.pick(2) === 0 ? 'skip' : 'include';
  const value = draft.pick(2) === 0;
  const isLiteral = draft.pick(2) === 0;
  const condition = isLiteral ? String(value) : draftVariable(draft, 'Boolean!', value);
  return ` @${directive}(if: ${condition})`;
}

function draftArgument(draft: Draft, { name, type }: GraphQLArgument): readonly string[] {
  if (!isNonNullType(type) && draft.pick(2) === 0) return [];
  const value = draftValue(draft, type);
  return [
    `${name}: ${draft.pick(3) === 0 ? draftVariable(draft, String(type), value) : writeLiteral(value, type)}`,
  ];
}

function draftValue(draft: Draft, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return draftValue(draft, type.ofType);
  if (isListType(type)) {
    return Array.from({ length: draft.pick(3) }, () => draftValue(draft, type.ofType));
  }
  if (isEnumType(type)) return type.getValues()[draft.pick(type.getValues().length)]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const [field] = fields.length > 0 ? [fields[draft.pick(fields.length)]] : [];
    return field ? { [field.name]: draftValue(draft, field.type) } : {};
  }
  if (type.name === 'Int') return draft.pick(5);
  if (type.name === 'Float') return draft.pick(5) / 2;
  if (type.name === 'Boolean') return draft.pick(2) === 0;
  return draft.known[draft.pick(draft.known.length)] ?? '';
}

function writeLiteral(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return writeLiteral(value, type.ofType);
  if (isListType(type)) {
    const items = value as readonly unknown[];
    return `[${items.map((item) => writeLiteral(item, type.ofType)).join(', ')}]`;
  }
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const written = Object.entries(value as object).flatMap(([name, item]) => {
      const field = fields[name];
      return field ? [`${name}: ${writeLiteral(item, field.type)}`] : [];
    });
    return `{ ${written.join(', ')} }`;
  }
  return JSON.stringify(value);
}

function draftVariable(draft: Draft, type: string, value: unknown): string {
  const name = draftName(draft);
  draft.variables.set(name, { type, value });
  return `$${name}`;
}

function draftName(draft: Draft): string {
  draft.names += 1;
  return `n${draft.names}`;
}

function listFields(type: GraphQLCompositeType): readonly GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

/** Types that a fragment within `type` may name. */
function listOverlapping(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
): readonly GraphQLCompositeType[] {
  const listPossible = (one: GraphQLCompositeType) =>
    isAbstractType(one) ? schema.getPossibleTypes(one) : [one];
  const possible = new Set(listPossible(type));
  return Object.values(schema.getTypeMap())
    .filter((other) => isCompositeType(other))
    .filter(({ name }) => !name.startsWith('__'))
    .filter((other) => listPossible(other).some((one) => possible.has(one)));
}
