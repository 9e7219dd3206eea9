// Checks requests against their TypeBox schemas. Query strings are text, so numbers are read from them,
// strictly; bodies are taken as they are.
import type { FastifySchemaCompiler } from 'fastify';
import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';

import { ServiceProblem } from './problem.ts';

/** For Fastify's `setValidatorCompiler`: a violation becomes a problem that names the parameter. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  const isText = httpPart === 'querystring' || httpPart === 'params';
  const numeric = new Set(isText ? integerProperties(schema) : []);

  return (value: unknown) => {
    const read = isText ? validator.Default(readIntegers(value, numeric)) : value;
    if (validator.Check(read)) return { value: read };
    return { error: describeViolation(validator.Errors(read)[0], httpPart) };
  };
};

interface Violation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

function integerProperties(schema: TSchema): string[] {
  const properties = 'properties' in schema ? (schema.properties as Record<string, unknown>) : {};
  return Object.entries(properties)
    .filter(([, property]) => (property as { type?: unknown }).type === 'integer')
    .map(([name]) => name);
}

/** Only digits count: `1e3`, `5.0` and ` 5` stay text and are refused. */
function readIntegers(value: unknown, numeric: ReadonlySet<string>): unknown {
  if (numeric.size === 0 || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [
      name,
      numeric.has(name) && typeof text === 'string' && /^-?\d{1,15}$/.test(text)
        ? Number(text)
        : (text as unknown),
    ]),
  );
}

function describeViolation(violation: Violation | undefined, httpPart?: string): ServiceProblem {
  const parameter = parameterOf(violation, httpPart);
  if (httpPart === 'headers' && parameter === 'idempotency-key') {
    if (violation?.keyword === 'required') {
      return new ServiceProblem(
        'IDEMPOTENCY_KEY_REQUIRED',
        400,
        'A write needs an Idempotency-Key header of 8 to 128 characters of A-Z a-z 0-9 . _ : -.',
        parameter,
      );
    }
  }
  const wrong =
    violation?.keyword === 'pattern' ? 'does not have the expected form' : violation?.message;
  return new ServiceProblem(
    'INVALID_PARAMETER',
    400,
    violation?.keyword === 'required'
      ? `${parameter} is missing.`
      : `${parameter} ${wrong ?? 'is not valid'}.`,
    parameter,
  );
}

/** A name for query, path and headers; a JSON pointer for bodies. */
function parameterOf(violation: Violation | undefined, httpPart?: string): string {
  const pointer = violation?.instancePath ?? '';
  const required = firstRequired(violation);
  const full = required === undefined ? pointer : `${pointer}/${required}`;
  if (httpPart === 'body') return full === '' ? '/' : full;
  return full.slice(1);
}

function firstRequired(violation: Violation | undefined): string | undefined {
  const { params } = violation ?? {};
  if (!params || !('requiredProperties' in params)) return undefined;
  const names: unknown = params.requiredProperties;
  return Array.isArray(names) ? String(names[0]) : undefined;
}
