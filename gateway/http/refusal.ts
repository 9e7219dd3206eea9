// The answer to a request that is not executed: always JSON, always with a code.
import type { HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyReply } from 'fastify';

import type { ErrorEntry } from '../error-entry.ts';
import { type ErrorCode, errorTable } from '../errors.ts';
import { chooseMediaType } from './accept.ts';
import { createHeaderMap } from './header-map.ts';

/** Why a request is refused. */
export interface Refusal {
  readonly code: ErrorCode;
  /** What is wrong and what is expected; the code's meaning without one. */
  readonly message?: string | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Where it differs from the table's. */
  readonly status?: number | undefined;
}

/** Writes a refusal in the shape of a GraphQL response without data, for a client that sent `accept`. */
export function writeRefusal(
  refusal: Refusal,
  accept: string | undefined,
): HTTPGraphQLResponse & { readonly status: number; readonly body: { readonly string: string } } {
  const entry: ErrorEntry = errorTable[refusal.code];
  const mediaType = chooseMediaType(accept)?.mediaType ?? 'application/json';
  const status = refusal.status ?? entry.status ?? 500;
  // Without data, GraphQL over HTTP has no 2xx in the media type of its own.
  const hasOwnMediaType = mediaType === 'application/graphql-response+json';
  const error = {
    message: refusal.message ?? entry.meaning,
    extensions: { ...refusal.extensions, code: refusal.code },
  };
  return {
    status: hasOwnMediaType && status === 200 ? 400 : status,
    headers: createHeaderMap([
      ...Object.entries(refusal.headers ?? {}),
      ['content-type', `${mediaType}; charset=utf-8`],
    ]),
    body: { kind: 'complete', string: JSON.stringify({ errors: [error] }) },
  };
}

/** Sends a refusal. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, headers, body } = writeRefusal(refusal, reply.request.headers.accept);
  return reply.status(status).headers(Object.fromEntries(headers)).send(body.string);
}
