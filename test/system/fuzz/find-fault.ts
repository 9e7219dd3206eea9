// What an answer to any request must be, however broken or hostile the request was.
import { findErrorEntry } from '../../../gateway/errors.ts';
import type { RawAnswer } from '../../gateway/http/raw-exchange.ts';

/** Traces of the inside, none of which any request of the tests says itself. */
const internals =
  /node_modules|file:\/\/|\bat \S+ \(|\bat (?:async |new )?[\w.<>]+ \(|\.[cm]?[jt]s:\d+|ECONN\w+|ENOENT|EPIPE|127\.0\.0\.1|join__|@link\(|stacktrace|\[object /;

/** Codes that say that a part failed; while all of them run, no request may bring that about. */
const faultCodes = new Set([
  'INTERNAL_SERVER_ERROR',
  'QUERY_PLAN_FAILED',
  'SUBGRAPH_ERROR',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_INVALID_RESPONSE',
  'UPSTREAM_ERROR',
  'UPSTREAM_INVALID_RESPONSE',
]);

/** Says what is wrong with an answer; undefined where nothing is. `secrets` must not stand in it. */
export function findFault(
  { status, headers, text }: Pick<RawAnswer, 'status' | 'headers' | 'text'>,
  path: string,
  secrets: readonly string[],
): string | undefined {
  if (!(status >= 200 && status < 500)) return `status ${status}`;
  const leaked = internals.exec(text)?.[0] ?? secrets.find((secret) => text.includes(secret));
  if (leaked !== undefined) return `says ${leaked}`;
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  if (text === '') return status === 204 ? undefined : `status ${status} without a body`;
  if (!type.includes('json')) return `is of the type ${type}`;
  return findFaultOfJson(text, path === '/graphql');
}

function findFaultOfJson(text: string, isGraphQL: boolean): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return 'is no JSON';
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'is no object';
  const { data, errors } = body as { readonly data?: unknown; readonly errors?: unknown };
  if (isGraphQL && data === undefined && errors === undefined) return 'has no data and no errors';
  if (typeof data !== 'object' && data !== undefined) return 'has data that is none';
  if (errors === undefined) return undefined;
  if (!Array.isArray(errors) || errors.length === 0) return 'has errors that are none';
  return errors.map(findFaultOfError).find((fault) => fault !== undefined);
}

function findFaultOfError(error: unknown): string | undefined {
  const { message, extensions } = error as {
    readonly message?: unknown;
    readonly extensions?: { readonly code?: unknown };
  };
  if (typeof message !== 'string' || message === '') return 'has an error without a message';
  const code = extensions?.code;
  if (!findErrorEntry(code)) return `has the code ${String(code)}`;
  return faultCodes.has(String(code)) ? `fails with ${String(code)}: ${message}` : undefined;
}
