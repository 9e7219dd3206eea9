// Writes that may be sent again: the answer is kept under the client's key, in the transaction of the write.
import { createHash } from 'node:crypto';

import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';

import type { Clock } from '../../runtime/clock.ts';
import type { ServiceDatabase } from './database.ts';
import { ServiceProblem } from './problem.ts';

/** Header schema of every write. */
export const idempotencyHeaders = Type.Object({
  'idempotency-key': Type.String({ pattern: '^[A-Za-z0-9._:-]{8,128}$' }),
});

/** Answers a write once for each key. */
export interface IdempotentWrites {
  /**
   * Runs `write` and keeps its answer, both or neither; sends status and body. The same key with the same
   * method, path and body gets the kept answer, marked `idempotency-replayed: true`. A `ServiceProblem` that
   * `write` throws is not kept: nothing was done, and a retry decides anew.
   *
   * @throws ServiceProblem 422 `IDEMPOTENCY_KEY_REUSED` for the same key with another request.
   */
  answer<Body>(
    request: FastifyRequest,
    reply: FastifyReply,
    write: () => { readonly status: number; readonly body: Body },
  ): Body;
}

interface KeptAnswer {
  readonly digest: string;
  readonly status: number;
  readonly body: string;
}

const keptForMs = 30 * 24 * 3_600_000;
const purgedAtOnce = 100;

/** Makes the table of kept answers if need be. Answers are kept for 30 days. */
export function createIdempotentWrites(database: ServiceDatabase, clock: Clock): IdempotentWrites {
  database.execute(`
    CREATE TABLE IF NOT EXISTS idempotency (
      key TEXT PRIMARY KEY, digest TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
      keptAtMs INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS idempotency_age ON idempotency (keptAtMs);`);
  const find = database.query<KeptAnswer>(
    'SELECT digest, status, body FROM idempotency WHERE key = ?',
  );
  const keep = database.command('INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)');
  const purge = database.command(
    `DELETE FROM idempotency WHERE key IN
       (SELECT key FROM idempotency WHERE keptAtMs < ? ORDER BY keptAtMs LIMIT ${purgedAtOnce})`,
  );

  return {
    answer<Body>(
      request: FastifyRequest,
      reply: FastifyReply,
      write: () => { readonly status: number; readonly body: Body },
    ): Body {
      const key = String(request.headers['idempotency-key']);
      const digest = digestRequest(request);
      const { status, body, isReplay } = database.transaction(() => {
        const kept = find.get(key);
        if (kept) return { ...replay(kept, digest), isReplay: true };
        const answer = write();
        const nowMs = clock.nowMs();
        purge.run(nowMs - keptForMs);
        keep.run(key, digest, answer.status, JSON.stringify(answer.body), nowMs);
        return { ...answer, isReplay: false };
      });
      if (isReplay) void reply.header('idempotency-replayed', 'true');
      void reply.code(status);
      return body as Body;
    },
  };
}

function replay(kept: KeptAnswer, digest: string): { status: number; body: unknown } {
  if (kept.digest !== digest) {
    throw new ServiceProblem(
      'IDEMPOTENCY_KEY_REUSED',
      422,
      'This Idempotency-Key was used for another request; use a new one.',
      'idempotency-key',
    );
  }
  return { status: kept.status, body: JSON.parse(kept.body) };
}

function digestRequest(request: FastifyRequest): string {
  const [path] = request.url.split('?');
  return createHash('sha256')
    .update(JSON.stringify([request.method, path, sortKeys(request.body)]))
    .digest('base64url');
}

/** A retry may write the same object in another order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, child]) => [key, sortKeys(child)]);
}
