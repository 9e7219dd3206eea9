// What is counted, as texts: a store knows nothing but days, keys and whole numbers, whose sums are the usage.

/** A client as it called itself. */
export interface UsageClient {
  readonly name: string;
  /** Empty where it said none. */
  readonly version: string;
}

/** An operation. */
export interface UsageOperation {
  /** The first 16 hex digits of its document's SHA-256, as the log has it; `other` beyond the bound. */
  readonly hash: string;
  /** Empty where it has none. */
  readonly name: string;
  readonly type: string;
}

/** What a number in the store counts. */
export type UsageKey =
  | {
      readonly kind: 'operation';
      readonly client: UsageClient;
      readonly operation: UsageOperation;
      /** `requests`, `partial`, `failed`, `us`, or `b0` and so on for a bucket. */
      readonly figure: string;
    }
  | { readonly kind: 'field'; readonly coordinate: string; readonly figure: string }
  /** What an operation selects; its number says nothing. */
  | {
      readonly kind: 'selection';
      readonly operation: UsageOperation;
      readonly coordinates: readonly string[];
    }
  | {
      readonly kind: 'recording';
      readonly client: UsageClient;
      readonly operation: UsageOperation;
      /** Without any value of the client's. */
      readonly document: string;
      readonly variables: readonly VariableShape[];
    };

/** A variable of a recorded operation. */
export interface VariableShape {
  readonly name: string;
  /** As declared, such as `[ID!]!`. */
  readonly type: string;
  readonly shape: ValueShape;
}

/** What kind of value it had, never which. */
export type ValueShape =
  | 'missing'
  | 'null'
  | 'string'
  | 'number'
  | 'boolean'
  | 'object'
  | { readonly list: number; readonly of?: ValueShape }
  | { readonly object: Readonly<Record<string, ValueShape>> };

// The client comes first, so that all that is of one client begins alike.
const tags = { operation: 'o', field: 'f', selection: 's', recording: 'r' } as const;

/** Writes a key. */
export function writeUsageKey(key: UsageKey): string {
  const tag = tags[key.kind];
  switch (key.kind) {
    case 'operation':
      return JSON.stringify([tag, ...listOf(key.client), ...namesOf(key.operation), key.figure]);
    case 'field':
      return JSON.stringify([tag, key.coordinate, key.figure]);
    case 'selection':
      return JSON.stringify([tag, ...namesOf(key.operation), key.coordinates]);
    case 'recording':
      return JSON.stringify([
        tag,
        ...listOf(key.client),
        ...namesOf(key.operation),
        key.document,
        key.variables,
      ]);
    default:
      return key satisfies never;
  }
}

/** Reads a key back; undefined for what this version does not know. */
export function readUsageKey(text: string): UsageKey | undefined {
  const [tag, ...rest] = JSON.parse(text) as [string, ...unknown[]];
  const texts = rest as string[];
  const operationAt = (index: number): UsageOperation => ({
    hash: texts[index] ?? '',
    name: texts[index + 1] ?? '',
    type: texts[index + 2] ?? '',
  });
  const client = { name: texts[0] ?? '', version: texts[1] ?? '' };
  switch (tag) {
    case tags.operation:
      return { kind: 'operation', client, operation: operationAt(2), figure: texts[5] ?? '' };
    case tags.field:
      return { kind: 'field', coordinate: texts[0] ?? '', figure: texts[1] ?? '' };
    case tags.selection:
      return {
        kind: 'selection',
        operation: operationAt(0),
        coordinates: (rest[3] ?? []) as readonly string[],
      };
    case tags.recording:
      return {
        kind: 'recording',
        client,
        operation: operationAt(2),
        document: texts[5] ?? '',
        variables: (rest[6] ?? []) as readonly VariableShape[],
      };
    default:
      return undefined;
  }
}

/** Tells the keys that are of one client, whichever version. */
export function createClientMatch(name: string): (key: string) => boolean {
  const starts = [tags.operation, tags.recording].map(
    (tag) => `${JSON.stringify([tag, name]).slice(0, -1)},`,
  );
  return (key) => starts.some((start) => key.startsWith(start));
}

/** One text for what tells operations apart. */
export function nameUsageOperation({ hash, name }: UsageOperation): string {
  return `${hash} ${name}`;
}

function listOf({ name, version }: UsageClient): readonly string[] {
  return [name, version];
}

function namesOf({ hash, name, type }: UsageOperation): readonly string[] {
  return [hash, name, type];
}
