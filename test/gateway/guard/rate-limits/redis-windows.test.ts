// Windows in Redis, against a real redis-server: the contract, several gateways, and outages.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { createRedisConnection } from '../../../../cache/redis-connection.ts';
import { createMemoryWindows } from '../../../../gateway/guard/rate-limits/memory-windows.ts';
import { createRedisWindows } from '../../../../gateway/guard/rate-limits/redis-windows.ts';
import type { Windows } from '../../../../gateway/guard/rate-limits/windows.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import { silentLog } from '../../../../runtime/log.ts';
import { type RedisServer, startRedisServer } from '../../../contracts/start-redis-server.ts';
import { describeWindowsContract } from '../../../contracts/windows.contract.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());

function open(commandTimeoutMs = 2_000): Windows {
  const redis = createRedisConnection({ url: server.url, log: silentLog, commandTimeoutMs });
  const local = createMemoryWindows({ clock: systemClock });
  return createRedisWindows({ redis, local, clock: systemClock });
}

describeWindowsContract('redis', () =>
  Promise.resolve({
    windows: open(),
    async endWindow(key) {
      await server.admin.del(`marque:rate:${key}`);
    },
  }),
);

describe('createRedisWindows', () => {
  it('counts for several gateways together, and keeps nothing for longer than a minute', async () => {
    const [one, other] = [open(), open()];

    const counts = await Promise.all([one, other, one, other].map((each) => each.add('both', 1)));
    await Promise.all([one.close(), other.close()]);

    expect(new Set(counts.map(({ count }) => count))).toEqual(new Set([1, 2, 3, 4]));
    expect(await server.admin.ttl('marque:rate:both')).toBeGreaterThan(55);
    expect(await server.admin.ttl('marque:rate:both')).toBeLessThanOrEqual(60);
  });

  it.each([
    ['stopped', () => server.kill(), () => server.restart()],
    ['hangs', () => Promise.resolve(server.freeze()), () => Promise.resolve(server.thaw())],
  ])(
    'counts for itself while Redis %s, and there again when it is back',
    async (_how, end, mend) => {
      const windows = open(100);
      const key = `outage-${_how}`;
      await windows.add(key, 1);
      await end();

      const startedAtMs = performance.now();
      const counts = [];
      for (let round = 0; round < 20; round += 1) counts.push((await windows.add(key, 1)).count);
      const tookMs = performance.now() - startedAtMs;
      const figures = windows.readFigures();
      await mend();

      expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      // One of them waited for Redis.
      expect(tookMs).toBeLessThan(600);
      expect(figures.store).toEqual({ failures: 1, isAway: true });
      await vi.waitFor(async () => expect((await windows.add(key, 0)).place).toBe('redis'), {
        timeout: 8_000,
        interval: 100,
      });
      await windows.close();
    },
  );

  it('has given back what was begun when it is flushed', async () => {
    const windows = open();
    const window = await windows.add('flushed', 9);

    void windows.giveBack(window, 4);
    await windows.flush();

    expect(await server.admin.get('marque:rate:flushed')).toBe('5');
    await windows.close();
  });

  it('counts for itself where something else is under its key', async () => {
    const windows = open();
    await server.admin.set('marque:rate:foreign', 'a text');

    const window = await windows.add('foreign', 3);
    await windows.giveBack(window, 1);

    expect(window).toMatchObject({ count: 3, place: 'memory' });
    expect((await windows.add('foreign', 1)).count).toBe(3);
    expect(await server.admin.get('marque:rate:foreign')).toBe('a text');
    await windows.close();
  });

  it('gives what was counted in one place not back in the other', async () => {
    const windows = open(100);
    const counted = await windows.add('moved', 5);
    await server.admin.set('marque:rate:other', 'a text');
    await windows.add('other', 1);

    await windows.giveBack(counted, 5);
    const local = await windows.add('moved', 1);

    expect([counted.place, local.place, local.count]).toEqual(['redis', 'memory', 1]);
    expect(await server.admin.get('marque:rate:moved')).toBe('5');
    await windows.close();
  });
});
