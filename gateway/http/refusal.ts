// The answer to a request that is not executed: always JSON, always with a code.
import type { FastifyReply } from 'fastify';

import { type ErrorCode, type ErrorEntry, errorTable } from '../errors.ts';

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

/** Sends a refusal in the shape of a GraphQL response without data. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const entry: ErrorEntry = errorTable[refusal.code];
  return reply
    .status(refusal.status ?? entry.status ?? 500)
    .headers({ ...refusal.headers })
    .type('application/json; charset=utf-8')
    .send(
      JSON.stringify({
        errors: [
          {
            message: refusal.message ?? entry.meaning,
            extensions: { ...refusal.extensions, code: refusal.code },
          },
        ],
      }),
    );
}
