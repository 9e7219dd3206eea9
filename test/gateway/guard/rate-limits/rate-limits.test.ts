// Rate limits at the running gateway, by every way in: by app, user and address, in requests, cost and REST calls.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { AppGrants } from '../../../../gateway/guard/keys/app-grants.ts';
import { createFileKeyStore } from '../../../../gateway/guard/keys/file-key-store.ts';
import { createKeyDigest } from '../../../../gateway/guard/keys/key-digest.ts';
import { createKeyText } from '../../../../gateway/guard/keys/key-text.ts';
import { createKey, rotateKey } from '../../../../gateway/guard/keys/manage-keys.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import { startTestGraph, type TestGraph } from '../../test-graph.ts';
import { createTestFunction, startThreeWays, type ThreeWays, ways } from '../three-ways.ts';

const pepper = randomBytes(32).toString('base64url');
let directory: string;
let keysFile: string;
let env: Record<string, string>;
let gateway: ThreeWays;
let rotatedKeys: readonly Record<string, string>[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rates-'));
  keysFile = join(directory, 'keys.json');
  env = { MARQUE_KEYS_FILE: keysFile, MARQUE_KEY_PEPPER: pepper };
  await makeApps({ requestsPerMinute: 2 }, 3);
  await makeApps({ costPerMinute: 15 }, 3);
  await makeApps({ costPerMinute: 12 }, 3);
  await makeApps({ requestsPerMinute: 3, costPerMinute: 100 }, 3);
  await makeApps({ requestsPerMinute: 7 }, 1);
  await makeApps({ requestsPerMinute: 2, costPerMinute: 25 }, 1);
  await makeApps({ requestsPerMinute: 1 }, 1);
  await makeApps({}, 2);
  await makeApps({ costPerMinute: 1_000 }, 1);
  await makeApps({ requestsPerMinute: 3 }, 1);
  await makeApps({ requestsPerMinute: 2, costPerMinute: 5 }, 1);
  await makeApps({ requestsPerMinute: 4 }, 1);
  const app = takeApp({ requestsPerMinute: 4 });
  const rotated = await rotateKey(manage(), app.app, { overlapMs: 60_000 });
  rotatedKeys = [app.headers, { 'x-api-key': rotated?.text ?? '' }];
  gateway = await startThreeWays({
    ...env,
    MARQUE_COST_MODE: 'enforce',
    MARQUE_RATE_LIMIT_HEADERS: 'true',
  });
});
afterAll(async () => {
  await gateway.stop();
  await rm(directory, { recursive: true });
});

const manage = () => ({
  store: createFileKeyStore({ path: keysFile, clock: systemClock }),
  digest: createKeyDigest(pepper),
  randomBytes,
  nowMs: Date.now(),
});

interface TestApp {
  readonly app: string;
  readonly headers: Record<string, string>;
}

// All are made before a gateway starts, as what a store tells may be half a second old.
const apps = new Map<string, TestApp[]>();
async function makeApps(limits: AppGrants['limits'], count: number): Promise<void> {
  const made: TestApp[] = [];
  for (let number = 0; number < count; number += 1) {
    const app = `app-${apps.size}-${number}`;
    const key = await createKey(manage(), { app, limits, priority: 'page' }, undefined);
    made.push({ app, headers: { 'x-api-key': key?.text ?? '' } });
  }
  apps.set(JSON.stringify(limits), made);
}

/** An app with these limits that no other test uses. */
function takeApp(limits: AppGrants['limits']): TestApp {
  const app = apps.get(JSON.stringify(limits))?.pop();
  if (!app) throw new Error(`No app is left with ${JSON.stringify(limits)}.`);
  return app;
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const statuses = (answers: readonly { readonly status: number }[]) =>
  answers.map(({ status }) => status);

describe.each(ways)('the limits of an app by the way of %s', (way) => {
  it('refuses the request after the last, and says when to come again', async () => {
    const { headers } = takeApp({ requestsPerMinute: 2 });

    const first = await gateway.ask(way, '{ markets { id } }', headers);
    const second = await gateway.ask(way, '{ dealerCount }', headers);
    const refused = await gateway.ask(way, '{ dealerCount }', headers);

    expect(statuses([first, second, refused])).toEqual([200, 200, 429]);
    const retryAfterS = Number(refused.headers.get('retry-after'));
    expect(retryAfterS).toBeGreaterThan(50);
    expect(retryAfterS).toBeLessThanOrEqual(60);
    const [error] = refused.body.errors ?? [];
    expect(error?.extensions).toEqual({
      code: 'RATE_LIMITED',
      limit: 'requests',
      max: 2,
      freeAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(Date.parse(String(error?.extensions['freeAt'])) - Date.now()).toBeGreaterThan(50_000);
    expect(refused.body.data).toBeUndefined();
  });

  it('refuses an operation that costs more than is left, and lets one through that does not', async () => {
    const { headers } = takeApp({ costPerMinute: 15 });

    // A list without @listSize is taken for 10.
    const fits = await gateway.ask(way, '{ markets { id } }', headers);
    const tooMuch = await gateway.ask(way, '{ again: markets { id } }', headers);
    const small = await gateway.ask(way, '{ market(id: "DE") { id } }', headers);

    expect(statuses([fits, tooMuch, small])).toEqual([200, 429, 200]);
    expect(tooMuch.body.errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      limit: 'cost',
      max: 15,
      estimated: 10,
    });
    expect(tooMuch.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  it('refuses with 400 what no minute has room for, and takes nothing for it', async () => {
    const { headers } = takeApp({ costPerMinute: 12 });

    const tooMuch = await gateway.ask(way, '{ a: markets { id } b: markets { id } }', headers);
    const fits = await gateway.ask(way, '{ markets { id } }', headers);

    expect(statuses([tooMuch, fits])).toEqual([400, 200]);
    expect(tooMuch.headers.get('retry-after')).toBeNull();
    expect(tooMuch.body.errors?.[0]?.extensions).toMatchObject({
      code: 'COST_ESTIMATED_TOO_EXPENSIVE',
      estimated: 20,
      max: 12,
    });
  });

  it('says what is left on every answer', async () => {
    const { headers } = takeApp({ requestsPerMinute: 3, costPerMinute: 100 });

    const good = await gateway.ask(way, '{ markets { id } }', headers);
    const bad = await gateway.ask(way, '{ nothing }', headers);

    expect(good.headers.get('ratelimit-policy')).toBe(
      '"requests";q=3;w=60, "cost";q=100;w=60;qu="cost"',
    );
    expect(good.headers.get('ratelimit')).toMatch(/^"requests";r=2;t=\d+, "cost";r=\d+;t=\d+$/);
    expect(bad.headers.get('ratelimit')).toMatch(/^"requests";r=1;t=\d+$/);
  });
});

describe('the limits of an app', () => {
  it('are shared by its keys', async () => {
    const answers = [];
    for (const headers of [...rotatedKeys, ...rotatedKeys, ...rotatedKeys]) {
      answers.push(await gateway.ask('fast path', '{ dealerCount }', headers));
    }

    expect(statuses(answers)).toEqual([200, 200, 200, 200, 429, 429]);
  });

  it('hold for requests that come at one time', async () => {
    const { headers } = takeApp({ requestsPerMinute: 7 });

    const answers = await Promise.all(
      Array.from({ length: 40 }, () => gateway.ask('fast path', '{ dealerCount }', headers)),
    );

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(33);
  });

  it('are not dodged by aliases, nor by a batch', async () => {
    const { headers } = takeApp({ requestsPerMinute: 2, costPerMinute: 25 });
    const body = { query: '{ markets { id } }' };

    const aliased = await gateway.ask(
      'fast path',
      '{ a: markets { id } b: markets { id } c: markets { id } }',
      headers,
    );
    const batch = await post(gateway.graph.url, [body, body, body], headers);
    const last = await gateway.ask('fast path', '{ dealerCount }', headers);

    expect(statuses([aliased, batch, last])).toEqual([400, 400, 429]);
  });

  it('do not touch another app, nor a caller without a key', async () => {
    const { headers } = takeApp({ requestsPerMinute: 1 });
    const other = takeApp({});
    await gateway.ask('fast path', '{ dealerCount }', headers);

    const answers = [
      await gateway.ask('fast path', '{ dealerCount }', headers),
      await gateway.ask('fast path', '{ dealerCount }', other.headers),
      await gateway.ask('fast path', '{ dealerCount }'),
    ];

    expect(statuses(answers)).toEqual([429, 200, 200]);
    expect(answers[1]?.headers.get('ratelimit')).toBeNull();
  });

  it('are those of the configuration where the key has none, limit by limit', async () => {
    const withDefaults = await startThreeWays({ ...env, MARQUE_RATE_LIMIT_APPS: 'requests=1' });
    const plain = takeApp({ costPerMinute: 1_000 });
    const own = takeApp({ requestsPerMinute: 3 });

    const answers = [];
    for (const { headers } of [plain, plain, own, own]) {
      answers.push(await withDefaults.ask('fast path', '{ dealerCount }', headers));
    }
    await withDefaults.stop();

    expect(statuses(answers)).toEqual([200, 429, 200, 200]);
  });

  it('are only counted for cost where the cost is only measured', async () => {
    const measuring = await startThreeWays({ ...env, MARQUE_RATE_LIMIT_HEADERS: 'true' });
    const { headers } = takeApp({ requestsPerMinute: 2, costPerMinute: 5 });

    const answers = [];
    for (let round = 0; round < 3; round += 1) {
      answers.push(await measuring.ask('fast path', '{ markets { id } }', headers));
    }
    await measuring.stop();

    expect(statuses(answers)).toEqual([200, 200, 429]);
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/"cost";r=0;/);
  });
});

describe('the metrics of limits', () => {
  it('tell which limits were exceeded, and how much is kept', async () => {
    const counted = await startTestGraph({
      env: { ...env, MARQUE_RATE_LIMIT_ADDRESSES: 'requests=2,cost=15' },
    });
    for (let round = 0; round < 4; round += 1) {
      await post(counted.url, { query: '{ markets { id } }' });
    }

    const answer = await fetch(`${counted.part.adminUrl}/metrics`);
    const lines = (await answer.text()).split('\n').filter((line) => /rate_limit/.test(line));
    await counted.stop();

    expect(lines.filter((line) => !line.startsWith('#'))).toEqual([
      'marque_rate_limits_exceeded_total{limit="cost",kind="address",outcome="measured"} 1',
      'marque_rate_limits_exceeded_total{limit="requests",kind="address",outcome="refused"} 2',
      'marque_rate_limit_entries 2',
      'marque_rate_limit_evicted_total 0',
    ]);
  });
});

describe('the limits of an address', () => {
  let limited: TestGraph;
  beforeAll(async () => {
    limited = await startTestGraph({
      env: {
        ...env,
        MARQUE_RATE_LIMIT_ADDRESSES: 'requests=3',
        MARQUE_TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8',
      },
    });
  });
  afterAll(() => limited.stop());

  const askFrom = (forwarded: string, headers: Record<string, string> = {}) =>
    post(limited.url, { query: '{ dealerCount }' }, { 'x-forwarded-for': forwarded, ...headers });

  it('hold for anonymous callers, each address for itself, and IPv6 by its /64', async () => {
    const answers = [];
    for (const host of [':1', ':2', '8:7:6:5', ':ffff']) {
      answers.push(await askFrom(`2001:db8:0:1:${host}`));
    }
    const other = await askFrom('2001:db8:0:2::1');

    expect(statuses(answers)).toEqual([200, 200, 200, 429]);
    expect(answers[3]?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(other.status).toBe(200);
  });

  it('count guesses of keys before they are verified, and not what is proved', async () => {
    const { headers } = takeApp({});
    const proved = [];
    for (let round = 0; round < 5; round += 1) proved.push(await askFrom('192.0.2.1', headers));
    const guesses = [];
    for (let round = 0; round < 5; round += 1) {
      const key = createKeyText(randomBytes).text;
      guesses.push(await askFrom('192.0.2.1', { 'x-api-key': key }));
    }
    const right = await askFrom('192.0.2.1', headers);
    const health = await fetch(new URL('/health/live', limited.url), {
      headers: { 'x-forwarded-for': '192.0.2.1' },
    });

    expect(statuses(proved)).toEqual([200, 200, 200, 200, 200]);
    expect(statuses(guesses)).toEqual([401, 401, 401, 429, 429]);
    expect(right.status).toBe(429);
    expect(health.status).toBe(200);
  });

  it('believe of X-Forwarded-For only what trusted proxies have written', async () => {
    const answers = [];
    for (let round = 0; round < 4; round += 1) {
      // The client wrote the first, a proxy of ours the others.
      answers.push(await askFrom(`198.51.100.${round}, 192.0.2.77, 10.0.0.${round}`));
    }

    expect(statuses(answers)).toEqual([200, 200, 200, 429]);
  });

  it('ignore X-Forwarded-For without trusted proxies, on AWS Lambda too', async () => {
    const settings = { MARQUE_RATE_LIMIT_ADDRESSES: 'requests=2' };
    const open = await startTestGraph({ env: settings });
    const inFunction = createTestFunction(open, settings);

    const answers = [];
    for (let round = 0; round < 3; round += 1) {
      const headers = { 'x-forwarded-for': `192.0.2.${round}` };
      answers.push(await post(open.url, { query: '{ dealerCount }' }, headers));
      answers.push(await inFunction.ask('{ dealerCount }', headers));
    }
    await inFunction.stop();
    await open.stop();

    expect(statuses(answers)).toEqual([200, 200, 200, 200, 429, 429]);
  });
});
