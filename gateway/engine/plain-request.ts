// Recognises requests that leave nothing to decide: a POST of JSON with an operation and variables.
import type { GraphQLRequest } from '../http/graphql-request.ts';

/** What such a request holds. */
export interface PlainRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

// The types themselves, without parameters that could change what is preferred.
const plainAccept = /^[\w*/+\-., ]*$/;
const jsonBody = /^application\/json(?:\s*;\s*charset=utf-8)?$/i;
const knownKeys = new Set(['query', 'operationName', 'variables']);

/** Reads a plain request; undefined for any other, which is not to say that it is wrong. */
export function readPlainRequest(request: GraphQLRequest): PlainRequest | undefined {
  const { method, headers, body } = request;
  if (method !== 'POST' || !jsonBody.test(headers['content-type'] ?? '')) return undefined;
  if (!plainAccept.test(headers.accept ?? '')) return undefined;
  if (!isRecord(body) || !Object.keys(body).every((key) => knownKeys.has(key))) return undefined;

  const { query, operationName, variables } = body;
  if (typeof query !== 'string' || query === '') return undefined;
  if (!isAbsent(operationName) && typeof operationName !== 'string') return undefined;
  if (!isAbsent(variables) && !isRecord(variables)) return undefined;
  return {
    query,
    operationName: isAbsent(operationName) ? undefined : operationName,
    variables: isAbsent(variables) ? undefined : variables,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value)
  );
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
