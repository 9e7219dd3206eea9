// Examines the Redis that caches are to use: reachable, new enough, evicting, quick.
import { Redis } from 'ioredis';

import type { Clock } from '../../runtime/clock.ts';
import { type Finding, note, ok, problem } from './finding.ts';

const timeoutMs = 2_000;
const pings = 5;
const slowMs = 20;
// UNLINK came with it.
const leastMajor = 4;

/** Looks at a Redis; its password is in no finding. Never rejects. */
export async function checkRedis(url: string, clock: Clock): Promise<readonly Finding[]> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['redis:', 'rediss:'].includes(parsed.protocol)) {
    const message = 'MARQUE_REDIS_URL is not a redis:// or rediss:// URL.';
    return [problem('Redis', message, 'Correct it, such as redis://127.0.0.1:6379.')];
  }
  const subject = `Redis ${parsed.host}`;
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let lastError = '';
  redis.on('error', (error: Error & { code?: string }) => {
    lastError = error.code ?? error.message;
  });
  try {
    await redis.connect();
    const latencyMs = await measureLatencyMs(redis, clock);
    return describeServer(subject, await redis.info(), latencyMs);
  } catch (error) {
    const reason = lastError || (error instanceof Error ? error.message : String(error));
    const isRefused = /NOAUTH|WRONGPASS|NOPERM/.test(reason);
    return [
      isRefused
        ? problem(subject, 'refuses the user or password.', 'Put them into MARQUE_REDIS_URL.')
        : problem(
            subject,
            `does not answer (${reason.split('\n')[0]?.slice(0, 100)}).`,
            'Start it, or correct or unset MARQUE_REDIS_URL: without it the cache is embedded.',
          ),
    ];
  } finally {
    redis.disconnect();
  }
}

async function measureLatencyMs(redis: Redis, clock: Clock): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < pings; count += 1) {
    const startedAtMs = clock.monotonicMs();
    await redis.ping();
    times.push(clock.monotonicMs() - startedAtMs);
  }
  return times.toSorted((one, other) => one - other)[Math.floor(pings / 2)] ?? 0;
}

function describeServer(subject: string, info: string, latencyMs: number): readonly Finding[] {
  const read = (name: string): string =>
    new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  const version = read('redis_version');
  const policy = read('maxmemory_policy');
  const findings: Finding[] = [];

  findings.push(
    Number.parseInt(version, 10) >= leastMajor
      ? ok(subject, `answers, version ${version}.`)
      : problem(subject, `version ${version} is too old.`, `Use ${leastMajor}.0 or newer.`),
  );
  if (policy === 'noeviction' && read('maxmemory') !== '0') {
    const advice = 'Set maxmemory-policy to allkeys-lru for a Redis that is only a cache.';
    findings.push(problem(subject, 'refuses writes once it is full (noeviction).', advice));
  } else if (read('maxmemory') === '0') {
    const advice = 'Set maxmemory, and maxmemory-policy to allkeys-lru.';
    findings.push(note(subject, 'has no bound on its memory.', advice));
  } else {
    findings.push(ok(subject, `evicts by ${policy} when it is full.`));
  }
  const latency = `a round trip takes ${latencyMs.toFixed(1)} ms`;
  findings.push(
    latencyMs <= slowMs
      ? ok(subject, `${latency}.`)
      : problem(subject, `${latency}.`, 'Run it close to the subgraphs: a slow cache is a miss.'),
  );
  return findings;
}
