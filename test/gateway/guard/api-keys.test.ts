// API keys at the running gateway, by every way in: what a key opens, and everything that opens nothing.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createFileKeyStore } from '../../../gateway/guard/keys/file-key-store.ts';
import { createKeyDigest } from '../../../gateway/guard/keys/key-digest.ts';
import { createKeyText } from '../../../gateway/guard/keys/key-text.ts';
import { createKey, revokeKey, rotateKey } from '../../../gateway/guard/keys/manage-keys.ts';
import type { AppGrants } from '../../../gateway/guard/keys/app-grants.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { createLog } from '../../../runtime/log.ts';
import { startThreeWays, type ThreeWays, type Way, ways } from './three-ways.ts';

const pepper = randomBytes(32).toString('base64url');
const digest = createKeyDigest(pepper);
const lines: string[] = [];
let directory: string;
let keysFile: string;
let env: Record<string, string>;
let gateway: ThreeWays;
// Made before the gateway starts.
type Made = Awaited<ReturnType<typeof makeKey>>;
let plain: Made;
let other: Made;
let restricted: Made;
let single: Made;
let revoked: Made;
let expired: Made;
let unused: Made;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keys-'));
  keysFile = join(directory, 'keys.json');
  env = { MARQUE_KEYS_FILE: keysFile, MARQUE_KEY_PEPPER: pepper };
  plain = await makeKey();
  other = await makeKey();
  restricted = await makeKey({ brand: 'mini', markets: ['AT', 'DE'] });
  single = await makeKey({ brand: 'mini', markets: ['FR'] });
  unused = await makeKey();
  revoked = await makeKey();
  await revokeKey(manage(), revoked.id);
  expired = await makeKey({}, 1_000, Date.now() - 5_000);
  // What is made later is seen by the gateway within half a second.
  const destination = { write: (line: string) => void lines.push(line) };
  gateway = await startThreeWays(env, createLog({ level: 'debug', name: 'gateway', destination }));
});
afterAll(async () => {
  await gateway.stop();
  await rm(directory, { recursive: true });
});

const manage = (nowMs = Date.now()) => ({
  store: createFileKeyStore({ path: keysFile, clock: systemClock }),
  digest,
  randomBytes,
  nowMs,
});

let appCount = 0;
async function makeKey(grants: Partial<AppGrants> = {}, lifetimeMs?: number, madeAtMs?: number) {
  appCount += 1;
  const all = { app: `app-${appCount}`, limits: {}, priority: 'page', ...grants } as const;
  const made = await createKey(manage(madeAtMs), all, lifetimeMs);
  return { text: made?.text ?? '', id: made?.record.id ?? '', app: all.app };
}

const askWith = (way: Way, key: string, headers: Record<string, string> = {}) =>
  gateway.ask(way, '{ markets { id } }', { 'x-api-key': key, ...headers });

describe.each(ways)('an API key by the way of %s', (way) => {
  it('names the app in the log, whatever the client says that it is', async () => {
    const { text, id, app } = plain;

    const { status, body } = await askWith(way, text, {
      'apollographql-client-name': 'somebody-else',
      'x-correlation-id': `named-${way.length}`,
    });

    const line = lines.find(
      (one) => one.includes(`named-${way.length}`) && one.includes('operation.answered'),
    );
    expect({ status, errors: body.errors }).toEqual({ status: 200 });
    expect(JSON.parse(line ?? '{}')).toMatchObject({ clientName: app, keyId: id });
  });

  it('marks a name that nobody stands behind', async () => {
    const { app } = plain;

    await gateway.ask(way, '{ dealerCount }', {
      'apollographql-client-name': app,
      'x-correlation-id': `claimed-${way.length}`,
    });

    const line = lines.find(
      (one) => one.includes(`claimed-${way.length}`) && one.includes('operation.answered'),
    );
    expect(JSON.parse(line ?? '{}')).toMatchObject({ clientName: `${app}?` });
  });

  it('is not sent on to a subgraph', async () => {
    const { text } = plain;
    gateway.graph.vehicle.received.length = 0;

    await askWith(way, text);

    expect(JSON.stringify(gateway.graph.vehicle.received)).not.toContain(text.slice(0, 20));
  });

  it('answers unknown, revoked, expired and mistyped keys alike, to the byte', async () => {
    const stranger = createKeyText(randomBytes).text;
    const wrong = [
      stranger,
      revoked.text,
      expired.text,
      `${revoked.text}0`,
      revoked.text.slice(0, 20),
      `${revoked.id}_${stranger.split('_')[2]}`,
      'x',
      'a'.repeat(4_000),
      `${stranger}, ${stranger}`,
      '{"$gt":""}',
    ];

    const answers = await Promise.all(wrong.map((key) => askWith(way, key)));

    const told = answers.map(({ status, text, headers }) =>
      JSON.stringify([status, text, headers.get('www-authenticate')]),
    );
    expect(new Set(told)).toEqual(
      new Set([
        JSON.stringify([
          401,
          '{"errors":[{"message":"The API key is not valid.","extensions":{"code":"UNAUTHENTICATED"}}]}',
          'ApiKey header="x-api-key"',
        ]),
      ]),
    );
  });

  it('is not taken as a bearer token', async () => {
    const { text } = plain;

    const { status } = await gateway.ask(way, '{ dealerCount }', {
      authorization: `Bearer ${text}`,
    });

    expect(status).toBe(401);
  });

  it('grants its markets and its brand, and says so where another is asked for', async () => {
    const { text } = restricted;

    const [granted, market, brand, anonymous] = await Promise.all([
      askWith(way, text, { 'x-marque-market': 'AT', 'x-marque-brand': 'mini' }),
      askWith(way, text, { 'x-marque-market': 'US' }),
      askWith(way, text, { 'x-marque-market': 'DE', 'x-marque-brand': 'bmw' }),
      gateway.ask(way, '{ markets { id } }', { 'x-marque-market': 'US' }),
    ]);

    expect([granted.status, anonymous.status]).toEqual([200, 200]);
    expect([market.status, brand.status]).toEqual([403, 403]);
    expect(market.body.errors).toEqual([
      {
        message:
          'The API key does not grant the market of the header x-marque-market; it grants AT, DE.',
        extensions: { code: 'FORBIDDEN', header: 'x-marque-market', granted: ['AT', 'DE'] },
      },
    ]);
    expect(brand.body.errors?.[0]?.message).toContain('x-marque-brand; it grants mini.');
  });

  it('stands in for a brand and a single market that are not said', async () => {
    const { text } = single;
    gateway.graph.vehicle.received.length = 0;

    await gateway.ask(way, '{ brand markets { id } }', { 'x-api-key': text });

    const headers = gateway.graph.vehicle.received.map((request) => request.headers);
    expect(headers).toContainEqual(
      expect.objectContaining({ 'x-marque-brand': 'mini', 'x-marque-market': 'FR' }),
    );
    expect(headers).toContainEqual(expect.objectContaining({ 'x-marque-language': 'fr' }));
  });
});

describe('a key that is replaced', () => {
  it('goes on beside the one that follows it, and ends within five seconds of its revocation', async () => {
    const first = other;
    const second = await rotateKey(manage(), first.app, { overlapMs: 60_000 });
    await expect
      .poll(async () => (await askWith('fast path', second?.text ?? '')).status, { interval: 100 })
      .toBe(200);
    const beside = await askWith('fast path', first.text);
    await revokeKey(manage(), first.id);

    await expect
      .poll(async () => (await askWith('fast path', first.text)).status, {
        timeout: 5_000,
        interval: 200,
      })
      .toBe(401);

    expect(beside.status).toBe(200);
    expect((await askWith('fast path', second?.text ?? '')).status).toBe(200);
  });
});

describe('a gateway whose keys are gone', () => {
  it('serves those it knows, says 503 to others, and is never open', async () => {
    await askWith('fast path', plain.text);
    const aside = `${keysFile}.aside`;
    await rename(keysFile, aside);
    await new Promise((resolve) => setTimeout(resolve, 2_100));

    const served = await askWith('fast path', plain.text);
    const refused = await askWith('fast path', unused.text);
    const mistyped = await askWith('fast path', `${unused.text}0`);
    await rename(aside, keysFile);
    await expect
      .poll(async () => (await askWith('fast path', unused.text)).status, { timeout: 5_000 })
      .toBe(200);

    expect(served.status).toBe(200);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.body.errors?.[0]?.extensions).toEqual({ code: 'IDENTITY_UNAVAILABLE' });
    expect(mistyped.status).toBe(401);
  });
});

describe('a gateway that needs keys', () => {
  it('refuses who sends none, by every way, and only then', async () => {
    const { text } = plain;
    const strict = await startThreeWays({ ...env, MARQUE_REQUIRE_KEY: 'true' });

    const without = await Promise.all(ways.map((way) => strict.ask(way, '{ dealerCount }')));
    const withKey = await Promise.all(
      ways.map((way) => strict.ask(way, '{ dealerCount }', { 'x-api-key': text })),
    );
    const health = await fetch(new URL('/health/live', strict.graph.url));
    await strict.stop();

    expect(without.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(without[0]?.body.errors?.[0]?.message).toBe(
      'An API key is needed, in the header x-api-key.',
    );
    expect(withKey.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(health.status).toBe(200);
  });
});

describe('a gateway without keys', () => {
  it('leaves the header to whoever else it may be for', async () => {
    const without = await startThreeWays({});

    const answers = await Promise.all(
      ways.map((way) => without.ask(way, '{ dealerCount }', { 'x-api-key': 'a-key-of-another' })),
    );
    await without.stop();

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('what is kept and said', () => {
  it('has no key in the file, and none in the log', async () => {
    const { text } = plain;
    await askWith('fast path', text);
    await askWith('fast path', `${text}0`);

    const secret = text.split('_')[2] ?? 'none';
    expect(await readFile(keysFile, 'utf8')).not.toContain(secret);
    expect(lines.join('')).not.toContain(secret);
    expect(lines.join('')).toMatch(/"reason":"the key mqk_[0-9a-z]{16} is revoked"/);
    expect(lines.join('')).not.toMatch(/mqk_[0-9a-z]{16}_[0-9a-z]/);
    expect(lines.join('')).not.toContain(pepper);
  });
});
