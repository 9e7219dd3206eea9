// Random operations that are valid against a schema; the same numbers make the same operation.
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from 'graphql';

import {
  draftArgument,
  draftConditionVariable,
  type DraftVariable,
  type PickNumber,
} from './random-values.ts';

/** An operation and its variables. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Where operations select `__typename`: at random, or first in each object and nowhere else. */
export type TypenamePlaces = 'anywhere' | 'first';

/** What operations are made of. */
export interface OperationShape {
  readonly typenames: TypenamePlaces;
  readonly hasFragments: boolean;
  /** Whether some fields and fragments are skipped or included. */
  readonly hasConditions: boolean;
  /** Whether aliases are other fields' names, and what stands under two type conditions collides. */
  readonly hasCollisions: boolean;
  /** Whether variables may have defaults, be left out, and be used twice. */
  readonly hasDefaults: boolean;
  /** Most levels of fields and fragments within each other. */
  readonly maxDepth: number;
}

/** All that operations may be made of. */
export const everyShape: Omit<OperationShape, 'maxDepth'> = {
  typenames: 'anywhere',
  hasFragments: true,
  hasConditions: true,
  hasCollisions: true,
  hasDefaults: true,
};

/** What operations are made from. */
export interface OperationSource extends OperationShape {
  readonly schema: GraphQLSchema;
  readonly pick: PickNumber;
  /** Whether mutations are among them if the schema has any; they are by default. */
  readonly hasWrites?: boolean;
  /** What strings and ids are taken from, so that some of them hit. */
  readonly known: readonly string[];
}

interface Draft extends OperationSource {
  readonly fragments: {
    readonly name: string;
    readonly condition: string;
    readonly text: string;
  }[];
  readonly variables: Map<string, DraftVariable>;
  selectionsLeft: number;
  names: number;
}

const maxAttempts = 200;
const maxSelections = 30;

/** Makes an operation. */
export function createRandomOperation(source: OperationSource): RandomOperation {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const operation = draftOperation(source);
    // Fields of one name that do not fit together meet now and then.
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
  const { schema, pick } = source;
  const mutations = source.hasWrites === false ? undefined : schema.getMutationType();
  const isMutation = mutations && pick(2) === 0;
  const root = isMutation ? mutations : schema.getQueryType();
  if (!root) throw new Error('The schema has no queries.');
  const draft: Draft = {
    ...source,
    fragments: [],
    variables: new Map(),
    selectionsLeft: maxSelections,
    names: 0,
  };
  const body = draftObject(draft, root, 0);
  const declared = [...draft.variables].map(
    ([name, { type, defaultText }]) =>
      `$${name}: ${type}${defaultText === undefined ? '' : ` = ${defaultText}`}`,
  );
  const kind = isMutation ? 'mutation' : 'query';
  const head = declared.length > 0 ? `${kind}(${declared.join(', ')})` : kind;
  return {
    query: [`${head} ${body}`, ...draft.fragments.map(({ text }) => text)].join('\n'),
    variables: Object.fromEntries(
      [...draft.variables].flatMap(([name, { value, isOmitted }]) =>
        isOmitted ? [] : [[name, value]],
      ),
    ),
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
  if (wish === 0 && draft.typenames === 'anywhere') {
    return `${draft.hasCollisions && draft.pick(4) === 0 ? 'a: ' : ''}__typename${draftCondition(draft)}`;
  }
  const isFragment = draft.hasFragments && !isEnd && wish < (isAbstractType(type) ? 5 : 2);
  if (isFragment) return draftFragment(draft, type, depth);
  const fields = listFields(type).filter(
    (field) => !isEnd || !isCompositeType(getNamedType(field.type)),
  );
  const field = fields[draft.pick(Math.max(1, fields.length))];
  return field ? draftField(draft, type, field, depth) : '';
}

function draftField(
  draft: Draft,
  parent: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  depth: number,
): string {
  const args = field.args.flatMap((arg) => draftArgument(draft, arg));
  const alias = draftAlias(draft, parent, args.length > 0);
  const named = getNamedType(field.type);
  const condition = draftCondition(draft);
  const body = isCompositeType(named) ? ` ${draftObject(draft, named, depth + 1)}` : '';
  return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${condition}${body}`;
}

/** A field with arguments gets an alias of its own, unless collisions are wished for. */
function draftAlias(draft: Draft, parent: GraphQLCompositeType, hasArguments: boolean): string {
  const wish = draft.pick(12);
  if (draft.hasCollisions && wish < 5) {
    const fields = listFields(parent);
    const names = ['a', 'b', fields[draft.pick(fields.length || 1)]?.name ?? 'a'];
    const [none, short, other] = ['', `${names[wish % 2]}: `, `${names[2]}: `];
    return [none, none, short, short, other][wish] ?? none;
  }
  return hasArguments || wish > 9 ? `${draftName(draft)}: ` : '';
}

function draftFragment(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const conditions = listOverlapping(draft.schema, type);
  const again = draft.fragments[draft.pick(Math.max(1, draft.fragments.length))];
  const fits = again && conditions.some(({ name }) => name === again.condition);
  if (fits && draft.hasCollisions && draft.pick(4) === 0) {
    return `...${again.name}${draftCondition(draft)}`;
  }
  const condition = conditions[draft.pick(conditions.length)] ?? type;
  const directives = draftCondition(draft);
  const selections = draftSelections(draft, condition, depth + 1);
  if (selections === '') return '';
  const body = `{ ${selections} }`;
  if (draft.pick(3) > 0) {
    const on = condition === type && draft.pick(2) === 0 ? '' : ` on ${condition.name}`;
    return `...${on}${directives} ${body}`;
  }
  const name = `f${draftName(draft)}`;
  const text = `fragment ${name} on ${condition.name} ${body}`;
  draft.fragments.push({ name, condition: condition.name, text });
  return `...${name}${directives}`;
}

function draftCondition(draft: Draft): string {
  if (!draft.hasConditions || draft.pick(10) > 0) return '';
  const directives =
    draft.pick(4) === 0 ? ['skip', 'include'] : [['skip', 'include'][draft.pick(2)]];
  return directives
    .map((directive) => {
      // Mostly nothing is left out.
      const value = (directive === 'include') === draft.pick(3) > 0;
      const isLiteral = draft.pick(3) === 0;
      return ` @${directive}(if: ${isLiteral ? String(value) : draftConditionVariable(draft, value)})`;
    })
    .join('');
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
