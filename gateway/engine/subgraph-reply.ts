// Reads what a subgraph answered. Only data, paths and allowed codes get through, never its words.
import { GraphQLError } from 'graphql';

import type { HttpReply } from '../../runtime/http/http-client.ts';
import { type ErrorCode, errorTable, findErrorEntry } from '../errors.ts';
import type { CacheReads, RestCalls } from '../telemetry/request-cost.ts';

/** What of a reply goes on. */
export interface SubgraphReply {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLError[];
  readonly restCalls: readonly RestCalls[];
  /** Absent where the subgraph did not look into a cache, or does not say so. */
  readonly cacheReads?: CacheReads | undefined;
}

/** The reply, or that it is none. */
export type SubgraphReplyOutcome =
  | { readonly status: 'read'; readonly reply: SubgraphReply }
  | { readonly status: 'invalid'; readonly code: ErrorCode; readonly reason: string };

const maxErrors = 200;
const maxRestCalls = 200;
const maxIds = 100;
const maxIdLength = 200;
const maxMessageLength = 300;
const noCost = { restCalls: [] } as const;
const namePattern = /^[a-z][a-z0-9-]{0,63}$/;
const resourcePattern = /^[A-Za-z0-9][A-Za-z0-9/._-]{0,99}$/;
// An address, a path of a file or a line of a stack: nothing that a message for clients would hold.
const leak = /:\/\/|\bat .+:\d+:\d+|node_modules|\/[\w.-]+\/[\w.-]+\/|[\r\n]/;

/** Reads a reply. `entityCount` is how many entities were asked for, if any. */
export function readSubgraphReply(
  subgraph: string,
  reply: Pick<HttpReply, 'status' | 'bodyText'>,
  entityCount: number | undefined,
): SubgraphReplyOutcome {
  const body = parseObject(reply.bodyText());
  if (!body || (!isObject(body['data']) && !Array.isArray(body['errors']))) {
    const isAway = [429, 502, 503, 504].includes(reply.status);
    return {
      status: 'invalid',
      code: isAway ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_RESPONSE',
      reason: `status ${reply.status}, not a GraphQL response`,
    };
  }

  const data = isObject(body['data']) ? body['data'] : null;
  const entities = data?.['_entities'];
  const isComplete = Array.isArray(entities) && entities.length === entityCount;
  if (data && entityCount !== undefined && !isComplete) {
    const reason = 'not as many entities as were asked for';
    return { status: 'invalid', code: 'SUBGRAPH_INVALID_RESPONSE', reason };
  }
  const errors: unknown[] = Array.isArray(body['errors']) ? body['errors'] : [];
  return {
    status: 'read',
    reply: {
      data,
      errors: errors.slice(0, maxErrors).map((error) => maskError(subgraph, error)),
      ...readCost(body['extensions']),
    },
  };
}

/** Makes the error of a fetch that failed as a whole, at one place. */
export function createSubgraphError(
  subgraph: string,
  code: ErrorCode,
  path?: readonly (string | number)[],
): GraphQLError {
  return new GraphQLError(errorTable[code].meaning, {
    ...(path ? { path } : {}),
    extensions: { code, service: subgraph },
  });
}

function maskError(subgraph: string, error: unknown): GraphQLError {
  const { message, path, extensions } = isObject(error) ? error : {};
  const { code, service } = isObject(extensions) ? extensions : {};
  const place = Array.isArray(path) ? path.filter(isPathSegment) : undefined;
  const entry = findErrorEntry(code);
  if (!entry?.fromSubgraph) return createSubgraphError(subgraph, 'SUBGRAPH_ERROR', place);

  const isOwn =
    entry.fromSubgraph === 'own message' &&
    typeof message === 'string' &&
    message.length <= maxMessageLength &&
    !leak.test(message);
  return new GraphQLError(isOwn ? message : entry.meaning, {
    ...(place ? { path: place } : {}),
    extensions: {
      code,
      service: typeof service === 'string' && namePattern.test(service) ? service : subgraph,
    },
  });
}

function readCost(extensions: unknown): Pick<SubgraphReply, 'restCalls' | 'cacheReads'> {
  const rest = isObject(extensions) ? extensions['rest'] : undefined;
  if (!isObject(rest)) return noCost;
  const restCalls = readRestCalls(rest['calls']);
  const { hits, misses } = isObject(rest['cache']) ? rest['cache'] : {};
  return isCount(hits) && isCount(misses)
    ? { restCalls, cacheReads: { hits, misses } }
    : { restCalls };
}

function readRestCalls(calls: unknown): readonly RestCalls[] {
  if (!Array.isArray(calls)) return [];
  return calls.slice(0, maxRestCalls).flatMap((call: unknown): RestCalls[] => {
    const { service, resource, count, ms, retries, ids } = isObject(call) ? call : {};
    if (typeof service !== 'string' || !namePattern.test(service)) return [];
    if (typeof resource !== 'string' || !resourcePattern.test(resource)) return [];
    if (!isCount(count)) return [];
    const msByCall = (Array.isArray(ms) ? ms : [ms]).filter(isFiniteNumber).slice(0, count);
    return [
      {
        service,
        resource,
        count,
        ...(msByCall.length === 0 ? {} : { ms: sum(msByCall), msByCall }),
        ...(isFiniteNumber(retries) ? { retries } : {}),
        ...(Array.isArray(ids) ? { ids: ids.slice(0, maxIds).filter(isPlainId) } : {}),
      },
    ];
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isPlainId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxIdLength && /^[\x20-\x7e]+$/.test(value);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPathSegment(segment: unknown): segment is string | number {
  return typeof segment === 'string' || typeof segment === 'number';
}
