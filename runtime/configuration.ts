// Building blocks of each process's config.ts: environment variables in, one frozen value out.
import { z } from 'zod';

import { CodedError } from './coded-error.ts';
import { logLevels } from './log.ts';

/** Environment variables as Node gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variable names with the zod type that reads each from its text. */
export type ConfigurationShape = Readonly<Record<string, z.ZodType>>;

/** One variable: what its text must be, what it is for, and its default as one would write it. */
export interface Variable<Type extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly description: string;
  readonly default?: string;
}

/** Variables by name: what a process reads and, by `describeVariables`, what is said of it. */
export type Variables = Readonly<Record<string, Variable>>;

/** One variable, as docs/configuration.md lists it. */
export interface DescribedVariable {
  readonly name: string;
  readonly isRequired: boolean;
  /** As one would write it; absent where there is none. */
  readonly default?: string | undefined;
  /** Kind and unit of the value, such as `duration`. */
  readonly value: string;
  readonly description: string;
}

/** All faults of a configuration, code `CONFIGURATION_INVALID`. */
export class ConfigurationError extends CodedError {
  /** Each names its variable and says what is wrong and what is expected; never the value. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super({
      code: 'CONFIGURATION_INVALID',
      kind: 'configuration',
      message: [
        `The configuration has ${faults.length} fault(s):`,
        ...faults.map((fault) => `  ${fault}`),
      ].join('\n'),
      fields: { faultCount: faults.length },
    });
    this.faults = faults;
  }
}

/** Declares a variable. */
export function variable<Type extends z.ZodType>(
  type: Type,
  description: string,
  defaultText?: string,
): Variable<Type> {
  return { type, description, ...(defaultText === undefined ? {} : { default: defaultText }) };
}

/**
 * Reads variables, with their defaults.
 *
 * @throws ConfigurationError as `parseConfiguration` does.
 */
export function parseVariables<Declared extends Variables>(
  variables: Declared,
  env: Environment,
): Readonly<{ [Name in keyof Declared]: z.output<Declared[Name]['type']> }> {
  const shape = Object.fromEntries(
    Object.entries(variables).map(([name, { type, default: text }]) => [
      name,
      text === undefined ? type : type.prefault(text),
    ]),
  ) as { [Name in keyof Declared]: Declared[Name]['type'] };
  return parseConfiguration(shape, env);
}

/** Lists variables for the documentation. */
export function describeVariables(variables: Variables): readonly DescribedVariable[] {
  return Object.entries(variables).map(([name, { type, description, default: text }]) => ({
    name,
    isRequired: text === undefined && !type.safeParse(undefined).success,
    default: text,
    value: describeValue(type),
    description,
  }));
}

/**
 * Reads the variables that `shape` names; an empty one counts as not set. Values never appear in
 * the error, so that no secret does.
 *
 * @throws ConfigurationError whose message lists every faulty variable at once, one a line.
 */
export function parseConfiguration<Shape extends ConfigurationShape>(
  shape: Shape,
  env: Environment,
): Readonly<{ [Name in keyof Shape]: z.output<Shape[Name]> }> {
  const parsed: Record<string, unknown> = {};
  const faults: string[] = [];

  for (const [name, type] of Object.entries(shape)) {
    const text = env[name]?.trim();
    const outcome = type.safeParse(text === '' ? undefined : text);
    if (outcome.success) parsed[name] = outcome.data;
    else faults.push(describeFault(name, text, outcome.error));
  }

  if (faults.length > 0) throw new ConfigurationError(faults);
  return Object.freeze(parsed) as Readonly<{ [Name in keyof Shape]: z.output<Shape[Name]> }>;
}

/** A TCP port; 0 lets the system choose a free one. */
export function port() {
  return readText('port', 'a port number from 0 to 65535', (text) =>
    /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined,
  );
}

/** A whole number within bounds, both included. */
export function wholeNumber({ min, max }: { min: number; max: number }) {
  const kind = `whole number, ${min} to ${max}`;
  return readText(kind, `a whole number from ${min} to ${max}`, (text) => {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

/** A share, from 0 to 1. */
export function share() {
  return readText('number, 0 to 1', 'a number from 0 to 1, such as 0.01', (text) =>
    /^([01]|[01]\.0{1,9}|0?\.\d{1,9})$/.test(text) ? Number(text) : undefined,
  );
}

/** `true` or `false`, also `1` or `0`. */
export function flag() {
  return readText('true or false', 'true or false', (text) => flagValues.get(text.toLowerCase()));
}

/** A duration with its unit, `250ms`, `2s`, `5m` or `1h`; gives milliseconds. */
export function durationMs() {
  return readText('duration', 'a duration with its unit, such as 250ms, 2s, 5m or 1h', (text) =>
    readAmount(text, msByUnit),
  );
}

/** A size with its unit, `512b`, `64kb`, `10mb` or `1gb` (powers of 1024); gives bytes. */
export function byteSize() {
  return readText('size', 'a size with its unit, such as 512b, 64kb, 10mb or 1gb', (text) =>
    readAmount(text, bytesByUnit),
  );
}

/** An http(s) address without credentials, query or fragment; gives it without a trailing slash. */
export function httpUrl() {
  return readText(
    'URL',
    'an http:// or https:// URL without credentials, query or fragment',
    (text) => {
      if (!URL.canParse(text)) return undefined;
      const url = new URL(text);
      const isPlain = !url.username && !url.password && !url.search && !url.hash;
      if (!isPlain || !['http:', 'https:'].includes(url.protocol)) return undefined;
      return url.href.replace(/\/+$/, '');
    },
  );
}

/** The name of a header of one's own; gives it in lower case. */
export function headerName() {
  return readText('header name', 'the name of a header that begins with x-', (name) =>
    /^x-[a-z0-9-]{1,60}$/i.test(name) ? name.toLowerCase() : undefined,
  );
}

/** Names separated by commas; blanks around them and empty ones are dropped. */
export function commaList() {
  return readText('list', 'a list separated by commas', (text): readonly string[] =>
    Object.freeze(
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
  );
}

/** Headers as OpenTelemetry lists them, `name=value` separated by commas, percent-encoded. */
export function headerList() {
  return readText(
    'headers',
    'headers such as authorization=Bearer%20abc,x-tenant=cars',
    (text): ReadonlyMap<string, string> | undefined => {
      const headers = new Map<string, string>();
      for (const item of text.split(',')) {
        const header = readHeader(item.trim());
        if (!header) return undefined;
        headers.set(...header);
      }
      return headers;
    },
  );
}

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  const expected = `one of ${words.join(', ')}`;
  return z.enum(words, { error: `expected ${expected}` }).describe(expected);
}

/** Any text that is not empty. */
export function plainText() {
  return z.string({ error: 'expected a text' }).min(1).describe('text');
}

/** A secret that is long enough not to be guessed, and fits into a header. */
export function secretToken() {
  const expected = 'expected 24 to 512 visible ASCII characters';
  return z
    .string({ error: expected })
    .regex(/^[\x21-\x7e]{24,512}$/, { error: expected })
    .describe('secret');
}

/** The path of a file or folder; whether it is there shows when it is used. */
export function filePath() {
  return z.string({ error: 'expected a path' }).min(1).describe('path');
}

/** The address that a process listens on; a container or a machine of its own needs `0.0.0.0`. */
export function hostVariable() {
  return variable(plainText(), 'Address that the process listens on.', '127.0.0.1');
}

/** The port that a process listens on. */
export function portVariable(defaultPort: string) {
  return variable(port(), 'Port that the process listens on; 0 for a free one.', defaultPort);
}

/** How much a process logs. */
export function logLevelVariable(defaultLevel: (typeof logLevels)[number] = 'info') {
  return variable(choice(logLevels), 'Least level that is logged.', defaultLevel);
}

/** Where a process keeps what outlives it. */
export function dataDirectoryVariable() {
  return variable(
    filePath(),
    "Folder for what outlives the process: databases, and the local stack's keys.",
    '.marque/data',
  );
}

/** The Redis that processes share. */
export function redisUrlVariable() {
  return variable(
    z
      .url({ protocol: /^rediss?$/, error: 'expected a redis:// URL' })
      .describe('redis:// or rediss:// URL')
      .optional(),
    'Redis that processes share: subgraphs their cache, in memory without it; gateways API keys where no file is named for them, usage where MARQUE_USAGE is `redis`, documents where MARQUE_PERSISTED_QUERIES is.',
  );
}

const flagValues = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);
const msByUnit = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
const bytesByUnit = new Map([
  ['b', 1],
  ['kb', 1_024],
  ['mb', 1_024 ** 2],
  ['gb', 1_024 ** 3],
]);

function readText<Value>(
  kind: string,
  expected: string,
  read: (text: string) => Value | undefined,
) {
  return z
    .string({ error: `expected ${expected}` })
    .transform((text, context): Value => {
      const value = read(text);
      if (value !== undefined) return value;
      context.issues.push({ code: 'custom', message: `expected ${expected}`, input: undefined });
      return z.NEVER;
    })
    .describe(kind);
}

function readAmount(text: string, factors: ReadonlyMap<string, number>): number | undefined {
  const match = /^(\d{1,12})\s?([a-z]+)$/i.exec(text);
  const factor = factors.get(match?.[2]?.toLowerCase() ?? '');
  const amount = factor === undefined ? Number.NaN : Number(match?.[1]) * factor;
  return Number.isSafeInteger(amount) ? amount : undefined;
}

function readHeader(text: string): [name: string, value: string] | undefined {
  const [, name, encoded] = /^([\w!#$&'*+.^`|~-]+)\s*=\s*([\x20-\x7e]*)$/.exec(text) ?? [];
  if (name === undefined || encoded === undefined) return undefined;
  try {
    const value = decodeURIComponent(encoded);
    return /^[\x20-\x7e]*$/.test(value) ? [name.toLowerCase(), value] : undefined;
  } catch {
    return undefined;
  }
}

function describeValue(type: z.ZodType): string {
  const inner = type instanceof z.ZodOptional ? type.unwrap() : type;
  return z.globalRegistry.get(inner)?.description ?? 'text';
}

function describeFault(name: string, text: string | undefined, error: z.ZodError): string {
  const wrong = text === undefined || text === '' ? 'is not set' : 'has a value that does not fit';
  const expected = error.issues.map((issue) => issue.message).join('; ');
  return `${name} ${wrong}; ${expected}`;
}
