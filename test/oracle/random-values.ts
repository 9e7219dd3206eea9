// Random arguments and variables that are valid against a schema.
import {
  type GraphQLArgument,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

/** Gives a whole number from 0 up to, but without, `bound`. */
export type PickNumber = (bound: number) => number;

/** A variable of an operation. */
export interface DraftVariable {
  readonly type: string;
  readonly value: unknown;
  /** As it is written in the operation. */
  readonly defaultText?: string | undefined;
  /** Whether no value is sent. */
  readonly isOmitted: boolean;
}

/** What values are made with. */
export interface ValueDraft {
  readonly pick: PickNumber;
  /** What strings and ids are taken from, so that some of them hit. */
  readonly known: readonly string[];
  /** Whether variables may have defaults, be left out, and be used twice. */
  readonly hasDefaults: boolean;
  readonly variables: Map<string, DraftVariable>;
}

const maxInputDepth = 3;

/** Writes an argument, or nothing if it may be left out. */
export function draftArgument(
  draft: ValueDraft,
  { name, type, defaultValue }: GraphQLArgument,
): readonly string[] {
  const isOptional = !isNonNullType(type) || defaultValue !== undefined;
  if (isOptional && draft.pick(2) === 0) return [];
  const value = draftValue(draft, type, 0);
  const text =
    draft.pick(3) === 0
      ? draftVariable(draft, type, defaultValue !== undefined, value)
      : writeLiteral(value, type);
  return [`${name}: ${text}`];
}

/** Declares a Boolean variable for a condition, or takes one that is there; gives `$name`. */
export function draftConditionVariable(draft: ValueDraft, value: boolean): string {
  const known = [...draft.variables].filter(([, { type }]) => type === 'Boolean!');
  const chosen =
    draft.hasDefaults && draft.pick(2) === 0 ? known[draft.pick(known.length || 1)] : undefined;
  return chosen ? `$${chosen[0]}` : declare(draft, { type: 'Boolean!', value, isOmitted: false });
}

function draftVariable(
  draft: ValueDraft,
  type: GraphQLInputType,
  hasDefault: boolean,
  value: unknown,
): string {
  const text = String(type);
  if (!draft.hasDefaults) return declare(draft, { type: text, value, isOmitted: false });
  const known = [...draft.variables].filter((entry) => entry[1].type === text);
  const chosen = draft.pick(3) === 0 ? known[draft.pick(known.length || 1)] : undefined;
  if (chosen) return `$${chosen[0]}`;
  const withDefault = draft.pick(3) === 0;
  const isOmitted = draft.pick(2) === 0 && (withDefault || !isNonNullType(type) || hasDefault);
  const nullable = isNonNullType(type) && (withDefault || hasDefault) && draft.pick(2) === 0;
  return declare(draft, {
    type: nullable ? String(type.ofType) : text,
    value: !isNonNullType(type) && draft.pick(6) === 0 ? null : value,
    defaultText: withDefault ? writeLiteral(draftValue(draft, type, 0), type) : undefined,
    isOmitted: isOmitted && (withDefault || !isNonNullType(type) || nullable),
  });
}

function declare(draft: ValueDraft, variable: DraftVariable): string {
  const name = `v${draft.variables.size}`;
  draft.variables.set(name, variable);
  return `$${name}`;
}

function draftValue(draft: ValueDraft, type: GraphQLInputType, depth: number): unknown {
  if (isNonNullType(type)) return draftValue(draft, type.ofType, depth);
  if (draft.hasDefaults && draft.pick(10) === 0 && depth > 0) return null;
  if (isListType(type)) {
    const { ofType } = type;
    return Array.from({ length: draft.pick(3) }, () => draftValue(draft, ofType, depth + 1));
  }
  if (isEnumType(type)) return type.getValues()[draft.pick(type.getValues().length)]?.name;
  if (isInputObjectType(type)) {
    const chosen = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || (depth < maxInputDepth && draft.pick(3) === 0),
    );
    return Object.fromEntries(
      chosen.map(({ name, type: fieldType }) => [name, draftValue(draft, fieldType, depth + 1)]),
    );
  }
  if (type.name === 'Int') return draft.pick(5);
  if (type.name === 'Float') return draft.pick(5) / 2;
  if (type.name === 'Boolean') return draft.pick(2) === 0;
  return draft.known[draft.pick(draft.known.length)] ?? '';
}

function writeLiteral(value: unknown, type: GraphQLInputType): string {
  if (value === null || value === undefined) return 'null';
  if (isNonNullType(type)) return writeLiteral(value, type.ofType);
  if (isListType(type)) {
    const items = value as readonly unknown[];
    return `[${items.map((item) => writeLiteral(item, type.ofType)).join(', ')}]`;
  }
  if (isEnumType(type)) return value as string;
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const written = Object.entries(value).flatMap(([name, item]) => {
      const field = fields[name];
      return field ? [`${name}: ${writeLiteral(item, field.type)}`] : [];
    });
    return `{ ${written.join(', ')} }`;
  }
  return JSON.stringify(value);
}
