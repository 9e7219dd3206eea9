// The doctor at a real Redis: version, bound, eviction, latency.
import { describe, expect, it } from 'vitest';

import { checkRedis } from '../../../cli/doctor/check-redis.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { startRedisServer } from '../../contracts/start-redis-server.ts';

describe('checkRedis', () => {
  it('tells version and latency, and asks for a bound on memory', async () => {
    const server = await startRedisServer();

    const findings = await checkRedis(server.url, systemClock);
    await server.stop();

    expect(findings.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      expect.stringMatching(/^ok: answers, version \d+\./),
      'note: has no bound on its memory.',
      expect.stringMatching(/: a round trip takes [\d.]+ ms\.$/),
    ]);
  });

  it('refuses what is no address of a Redis', async () => {
    const findings = await checkRedis('http://127.0.0.1:6379', systemClock);

    expect(findings).toMatchObject([{ level: 'problem', subject: 'Redis' }]);
  });
});
