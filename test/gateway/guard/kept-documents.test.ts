// Documents by their hashes: bounded in memory, and shared by gateways through a store that may fail.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createCacheStore } from '../../../cache/create-cache-store.ts';
import { createMemoryStore } from '../../../cache/memory-store.ts';
import type { CacheStore } from '../../../cache/store.ts';
import { createKeptDocuments, hashDocument } from '../../../gateway/guard/kept-documents.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { type RedisServer, startRedisServer } from '../../contracts/start-redis-server.ts';
import { createFakeClock } from '../../runtime/create-fake-clock.ts';

const metrics = { count: () => undefined };
const createShared = (): CacheStore => createMemoryStore({ clock: createFakeClock(), metrics });
const create = (shared?: CacheStore, maxBytes = 100_000) =>
  createKeptDocuments({ maxBytes, shared, clock: createFakeClock() });

describe('kept documents', () => {
  it('are bounded: those that were asked for last stay', () => {
    const documents = create(undefined, 10_000);
    const all = Array.from({ length: 100 }, (_, n) => `{ field${n} ${'x'.repeat(100)} }`);

    for (const document of all) {
      documents.add(hashDocument(document), document);
      void documents.get(hashDocument(all[0] ?? ''));
    }

    const { count, bytes } = documents.readFigures();
    expect(bytes).toBeLessThanOrEqual(10_000);
    expect(count).toBeGreaterThan(10);
    expect(documents.get(hashDocument(all[0] ?? ''))).toBe(all[0]);
    expect(documents.get(hashDocument(all[50] ?? ''))).toBeUndefined();
  });

  it('are known to other gateways by the store that they share', async () => {
    const shared = createShared();
    const [one, other] = [create(shared), create(shared)];
    const document = '{ für }';

    one.add(hashDocument(document), document);

    expect(await other.get(hashDocument(document))).toBe(document);
    // Then at once.
    expect(other.get(hashDocument(document))).toBe(document);
  });

  it('are not believed where the store holds another one, which is thrown away', async () => {
    const shared = createShared();
    const hash = hashDocument('{ mine }');
    create(shared).add(hash, '{ theirs }');

    expect(await create(shared).get(hash)).toBeUndefined();
    expect(await shared.getMany([`marque:document:${hash}`])).toEqual([undefined]);
  });
});

describe('kept documents in Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.stop());
  const open = () => {
    const shared = createCacheStore({
      redisUrl: server.url,
      clock: systemClock,
      log: silentLog,
      metrics,
    });
    return createKeptDocuments({ maxBytes: 100_000, shared, clock: systemClock });
  };

  it('are shared, and those that a gateway knows outlast Redis', async () => {
    const [one, other, late] = [open(), open(), open()];
    const document = '{ shared }';
    one.add(hashDocument(document), document);
    await expect.poll(() => other.get(hashDocument(document))).toBe(document);

    await server.stop();
    const known = await other.get(hashDocument(document));
    const unknown = await late.get(hashDocument(document));
    late.add(hashDocument(document), document);
    const sentAgain = await late.get(hashDocument(document));
    await Promise.all([one, other, late].map((each) => each.close()));

    expect([known, unknown, sentAgain]).toEqual([document, undefined, document]);
  });
});
