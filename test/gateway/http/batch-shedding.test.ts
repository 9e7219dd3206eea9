// More to do than can be done: batch jobs give way first, pages at the limit, health never.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createConcurrencyLimiter } from '../../../gateway/engine/concurrency-limiter.ts';
import { createCallerReader } from '../../../gateway/guard/caller.ts';
import { createIdentityReader } from '../../../gateway/guard/identity.ts';
import { createKeyReader, type KeyReader } from '../../../gateway/guard/key-reader.ts';
import { createFileKeyStore } from '../../../gateway/guard/keys/file-key-store.ts';
import { createKeyDigest } from '../../../gateway/guard/keys/key-digest.ts';
import { createKey } from '../../../gateway/guard/keys/manage-keys.ts';
import { CancellationSource } from '../../../runtime/cancellation.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createFakeClock } from '../../runtime/create-fake-clock.ts';
import { type EngineApp, startEngineApp, writeJson } from './start-engine-app.ts';

const clock = createFakeClock();
const limiter = createConcurrencyLimiter({
  busyConcurrency: 1,
  maxWaitMs: 200,
  clock,
  readIdleMs: () => 0,
});
const ended = new CancellationSource();
const headersOf = new Map<string, Record<string, string>>([['anonymous', {}]]);
let directory: string;
let keys: KeyReader;
let server: EngineApp;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'shedding-'));
  const digest = createKeyDigest(randomBytes(32).toString('base64url'));
  const store = createFileKeyStore({ path: join(directory, 'keys.json'), clock: systemClock });
  const management = { store, digest, randomBytes, nowMs: Date.now() };
  for (const priority of ['page', 'batch'] as const) {
    const grants = { app: `${priority}-app`, limits: {}, priority };
    const made = await createKey(management, grants, undefined);
    headersOf.set(priority, { 'x-api-key': made?.text ?? '' });
  }
  keys = createKeyReader({
    store,
    digest,
    outageLimitMs: 0,
    clock: systemClock,
    log: silentLog,
  });
  server = await startEngineApp({
    answer: () => Promise.resolve(writeJson('{"data":{}}')),
    lifetime: new CancellationSource(),
    limiter,
    callers: createCallerReader({
      tokens: createIdentityReader([], systemClock),
      keys,
      isKeyRequired: false,
    }),
  });
  // One that runs on and on, and one that waits for it.
  for (let operation = 0; operation < 2; operation += 1) {
    void limiter.run(() => new Promise(() => undefined), ended).catch(() => undefined);
  }
});
afterAll(async () => {
  ended.cancel(new Error('the test is over'));
  await server.stop();
  await keys.close();
  await rm(directory, { recursive: true });
});

const ask = (who: string, suffix = '') =>
  fetch(`http://127.0.0.1:${server.port}/graphql${suffix}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf.get(who) },
    body: '{"query":"{ __typename }"}',
  });
/** The short way in, and Fastify's. */
const askAll = async (who: string) => {
  const answers = [await ask(who), await ask(who, '?')];
  return answers.map(({ status, headers }) => `${status} ${headers.get('retry-after') ?? '-'}`);
};

describe('operations that wait', () => {
  it('keep batch jobs out at half of the longest wait, all others at the whole of it', async () => {
    const who = ['batch', 'page', 'anonymous'];
    const rounds = [];
    for (const passedMs of [100, 1, 99, 1]) {
      clock.advance(passedMs);
      const [batch, page, anonymous] = await Promise.all(who.map(askAll));
      rounds.push({ batch, page, anonymous });
    }
    const health = await fetch(`http://127.0.0.1:${server.port}/health/live`);

    const served = ['200 -', '200 -'];
    const [later, soon] = [
      ['503 5', '503 5'],
      ['503 1', '503 1'],
    ];
    expect(rounds).toEqual([
      { batch: served, page: served, anonymous: served },
      { batch: later, page: served, anonymous: served },
      { batch: later, page: served, anonymous: served },
      { batch: soon, page: soon, anonymous: soon },
    ]);
    expect(health.status).toBe(200);
  });
});
