// Building blocks of each process's config.ts: environment variables in, one frozen value out.
import { z } from 'zod';

import { CodedError } from './coded-error.ts';

/** Environment variables as Node gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variable names with the zod type that reads each from its text. */
export type ConfigurationShape = Readonly<Record<string, z.ZodType>>;

/**
 * Reads the variables that `shape` names; an empty one counts as not set. Values never appear in
 * the error, so that no secret does.
 *
 * @throws CodedError `CONFIGURATION_INVALID`, whose message lists every faulty variable at once,
 * one a line: its name, what is wrong, what is expected.
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

  if (faults.length > 0) {
    throw new CodedError({
      code: 'CONFIGURATION_INVALID',
      kind: 'configuration',
      message: `The configuration has ${faults.length} fault(s):\n${faults.join('\n')}`,
      fields: { faultCount: faults.length },
    });
  }
  return Object.freeze(parsed) as Readonly<{ [Name in keyof Shape]: z.output<Shape[Name]> }>;
}

/** A TCP port; 0 lets the system choose a free one. */
export function port() {
  return readText('a port number from 0 to 65535', (text) =>
    /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined,
  );
}

/** A whole number within bounds, both included. */
export function wholeNumber({ min, max }: { min: number; max: number }) {
  return readText(`a whole number from ${min} to ${max}`, (text) => {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

/** `true` or `false`, also `1` or `0`. */
export function flag() {
  return readText('true or false', (text) => flagValues.get(text.toLowerCase()));
}

/** A duration with its unit, `250ms`, `2s`, `5m` or `1h`; gives milliseconds. */
export function durationMs() {
  return readText('a duration with its unit, such as 250ms, 2s, 5m or 1h', (text) =>
    readAmount(text, msByUnit),
  );
}

/** A size with its unit, `512b`, `64kb`, `10mb` or `1gb` (powers of 1024); gives bytes. */
export function byteSize() {
  return readText('a size with its unit, such as 512b, 64kb, 10mb or 1gb', (text) =>
    readAmount(text, bytesByUnit),
  );
}

/** An http(s) address without credentials, query or fragment; gives it without a trailing slash. */
export function httpUrl() {
  return readText('an http:// or https:// URL without credentials, query or fragment', (text) => {
    if (!URL.canParse(text)) return undefined;
    const url = new URL(text);
    const isPlain = !url.username && !url.password && !url.search && !url.hash;
    if (!isPlain || !['http:', 'https:'].includes(url.protocol)) return undefined;
    return url.href.replace(/\/+$/, '');
  });
}

/** Names separated by commas; blanks around them and empty ones are dropped. */
export function commaList() {
  return readText('a list separated by commas', (text): readonly string[] =>
    Object.freeze(
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
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

function readText<Value>(expected: string, read: (text: string) => Value | undefined) {
  return z.string({ error: `expected ${expected}` }).transform((text, context): Value => {
    const value = read(text);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: `expected ${expected}`, input: undefined });
    return z.NEVER;
  });
}

function readAmount(text: string, factors: ReadonlyMap<string, number>): number | undefined {
  const match = /^(\d{1,12})\s?([a-z]+)$/i.exec(text);
  const factor = factors.get(match?.[2]?.toLowerCase() ?? '');
  const amount = factor === undefined ? Number.NaN : Number(match?.[1]) * factor;
  return Number.isSafeInteger(amount) ? amount : undefined;
}

function describeFault(name: string, text: string | undefined, error: z.ZodError): string {
  const wrong = text === undefined || text === '' ? 'is not set' : 'has a value that does not fit';
  const expected = error.issues.map((issue) => issue.message).join('; ');
  return `  ${name} ${wrong}; ${expected}`;
}
