// Tokens over real HTTP: what proves a caller, and everything that does not.
import {
  createHmac,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { createIdentityReader, type TokenRules } from '../../../gateway/guard/identity.ts';
import { loadKeySet } from '../../../gateway/guard/key-set.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createClient } from '../../runtime/http/open-test-client.ts';
import type { TestGraph } from '../test-graph.ts';
import { startThreeWays, type ThreeWays, ways } from './three-ways.ts';

const issuer = 'https://issuer.example';
const audience = 'marque';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 });

let directory: string;
let gateway: ThreeWays;
let graph: TestGraph;
let attackersKeys: Server;
let attackersRequests = 0;
let attackersUrl: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keys-'));
  const keys = await Promise.all(
    [
      { kid: 'rsa', key: rsa.publicKey },
      { kid: 'ec', key: ec.publicKey },
      { kid: 'ed', key: ed.publicKey },
    ].map(async ({ kid, key }) => ({ ...(await exportJWK(key)), kid })),
  );
  await writeFile(join(directory, 'keys.json'), JSON.stringify({ keys }));
  attackersKeys = createServer((_request, response) => {
    attackersRequests += 1;
    void exportJWK(stranger.publicKey).then((jwk) =>
      response.end(JSON.stringify({ keys: [{ ...jwk, kid: 'rsa' }] })),
    );
  });
  await new Promise<void>((resolve) => attackersKeys.listen(0, '127.0.0.1', resolve));
  attackersUrl = `http://127.0.0.1:${(attackersKeys.address() as AddressInfo).port}/keys`;
  gateway = await startThreeWays({
    MARQUE_JWKS_FILE: join(directory, 'keys.json'),
    MARQUE_TOKEN_ISSUER: issuer,
    MARQUE_TOKEN_AUDIENCE: audience,
  });
  ({ graph } = gateway);
});
afterAll(async () => {
  await gateway.stop();
  attackersKeys.close();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  graph.vehicle.received.length = 0;
});

interface TokenOptions {
  alg?: string;
  kid?: string;
  key?: KeyObject;
  header?: object;
  claims?: Record<string, unknown>;
}

function sign({
  alg = 'RS256',
  kid = 'rsa',
  key = rsa.privateKey,
  header,
  claims,
}: TokenOptions = {}) {
  const nowS = Math.floor(Date.now() / 1_000);
  const payload = {
    iss: issuer,
    aud: audience,
    sub: 'C-0001',
    exp: nowS + 60,
    scope: 'vehicle:read',
    ...claims,
  };
  return new SignJWT(payload).setProtectedHeader({ alg, kid, ...header }).sign(key);
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

async function forge(header: object, signature: (input: string) => string): Promise<string> {
  const [, payload = ''] = (await sign()).split('.');
  const input = `${encode(header)}.${payload}`;
  return `${input}.${signature(input)}`;
}

const askWith = (authorization: string, query = '{ dealerCount }') =>
  gateway.ask('fast path', query, { authorization });
const askAllWays = (authorization: string) =>
  Promise.all(ways.map((way) => gateway.ask(way, '{ dealerCount }', { authorization })));

describe('a token that proves its caller', () => {
  it.each([
    ['RS256', 'rsa', rsa.privateKey],
    ['ES256', 'ec', ec.privateKey],
    ['EdDSA', 'ed', ed.privateKey],
  ])('is accepted when signed with %s, and opens what its scopes open', async (alg, kid, key) => {
    const token = await sign({ alg, kid, key });

    const { status, body } = await askWith(
      `Bearer ${token}`,
      '{ vehicle(vin: "a") { mileageKm } }',
    );

    expect(body.errors).toBeUndefined();
    expect(status).toBe(200);
    expect(body.data).toEqual({ vehicle: { mileageKm: 10 } });
    expect(graph.vehicle.received[0]?.headers).toMatchObject({
      'x-marque-subject': 'C-0001',
      'x-marque-scopes': 'vehicle:read',
    });
  });

  it('is not sent on to a fetch that does not vary by user', async () => {
    const token = await sign();

    await askWith(`Bearer ${token}`, '{ markets { id } }');

    const headers = graph.vehicle.received[0]?.headers ?? {};
    expect(headers).not.toHaveProperty('x-marque-subject');
    expect(headers).not.toHaveProperty('x-marque-scopes');
    expect(headers).not.toHaveProperty('authorization');
  });

  it('shows the cost only with the scope for it', async () => {
    const without = await askWith(`Bearer ${await sign()}`);
    const withScope = await askWith(`Bearer ${await sign({ claims: { scope: 'cost:read' } })}`);

    expect(without.body.extensions).toBeUndefined();
    expect(withScope.body.extensions).toHaveProperty('marque');
  });
});

describe('a token that proves nothing', () => {
  const nowS = () => Math.floor(Date.now() / 1_000);
  it.each<[string, () => Promise<string>]>([
    ['alg none', () => forge({ alg: 'none', kid: 'rsa' }, () => '')],
    [
      'HS256 with the RSA key as its secret',
      () =>
        forge({ alg: 'HS256', kid: 'rsa' }, (input) =>
          createHmac('sha256', rsa.publicKey.export({ type: 'spki', format: 'pem' }))
            .update(input)
            .digest('base64url'),
        ),
    ],
    ['an unknown kid', () => sign({ kid: 'other' })],
    ["a stranger's signature", () => sign({ key: stranger.privateKey })],
    ['a stripped signature', async () => (await sign()).replace(/[^.]+$/, '')],
    [
      'a changed payload',
      async () => (await sign()).replace(/\.[^.]+\./, `.${encode({ sub: 'root' })}.`),
    ],
    ['RS512, which is not allowed', () => sign({ alg: 'RS512' })],
    ['an expiry in the past', () => sign({ claims: { exp: nowS() - 60 } })],
    ['no expiry', () => sign({ claims: { exp: undefined } })],
    ['a start in the future', () => sign({ claims: { nbf: nowS() + 60 } })],
    ['another audience', () => sign({ claims: { aud: 'other' } })],
    ['no audience', () => sign({ claims: { aud: undefined } })],
    ['another issuer', () => sign({ claims: { iss: 'https://evil.example' } })],
    ['no issuer', () => sign({ claims: { iss: undefined } })],
    ['no subject', () => sign({ claims: { sub: undefined } })],
    ['a subject with a line break', () => sign({ claims: { sub: 'a\r\nx-marque-scopes: all' } })],
    ['a scope that is too long', () => sign({ claims: { scope: 'x'.repeat(100) } })],
    ['jku', () => sign({ key: stranger.privateKey, header: { jku: attackersUrl } })],
    [
      'jwk',
      async () =>
        sign({ key: stranger.privateKey, header: { jwk: await exportJWK(stranger.publicKey) } }),
    ],
    [
      'a critical header that nobody knows',
      () =>
        sign({ header: { crit: ['x'], x: 1 } }).catch(() =>
          forge({ alg: 'RS256', kid: 'rsa', crit: ['x'], x: 1 }, () => 'AA'),
        ),
    ],
    ['three parts of nonsense', () => Promise.resolve('a.b.c')],
    ['an HMAC of its own', () => sign({ alg: 'HS256', key: createSecretKey(randomBytes(32)) })],
    ['an audience that is only a part', () => sign({ claims: { aud: 'marque-admin' } })],
    ['an expiry that is a text', () => sign({ claims: { exp: 'never' } })],
    ['an issuer that is a list', () => sign({ claims: { iss: [issuer] } })],
    [
      'another key of the set than it names',
      () => sign({ kid: 'rsa', alg: 'ES256', key: ec.privateKey }),
    ],
    [
      'x5u and an address of its own for the keys',
      () => sign({ key: stranger.privateKey, header: { x5u: attackersUrl } }),
    ],
    ['a payload that is not JSON', async () => (await sign()).replace(/\.[^.]+\./, '.e30x.')],
  ])('is answered with the same 401 by every way: %s', async (_name, make) => {
    const token = await make();

    const answers = await askAllWays(`Bearer ${token}`);

    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(
      ways.map(() => ({
        status: 401,
        body: {
          errors: [
            {
              message: 'The token does not prove who you are.',
              extensions: { code: 'UNAUTHENTICATED' },
            },
          ],
        },
      })),
    );
    expect(answers[0]?.headers.get('www-authenticate')).toContain('Bearer');
    expect(attackersRequests).toBe(0);
    expect(graph.vehicle.received).toEqual([]);
  });

  it.each(['Basic YTpi', 'Bearer', `Bearer ${'a'.repeat(9_000)}.b.c`])(
    'is answered with 401: %s',
    async (authorization) => {
      const answers = await askAllWays(authorization);

      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    },
  );
});

const rulesOf = (keySet: TokenRules['keySet'], clockToleranceMs: number): TokenRules => ({
  keySet,
  issuer,
  audiences: [audience],
  algorithms: ['RS256', 'ES256', 'EdDSA'],
  clockToleranceMs,
  scopes: { claims: ['scope'] },
});
const remote = () => ({ http: createClient(), clock: systemClock, log: silentLog });

describe('createIdentityReader', () => {
  it('refuses every token where no keys are configured, and takes no token as anonymous', async () => {
    const reader = createIdentityReader([], systemClock);

    expect(await reader.read(`Bearer ${await sign()}`)).toMatchObject({ status: 'refused' });
    expect(await reader.read(undefined)).toEqual({ status: 'anonymous' });
  });

  it('is unavailable, not open, while the keys cannot be fetched', async () => {
    const keySet = await loadKeySet({ kind: 'url', url: 'http://127.0.0.1:9/keys' }, remote());
    const reader = createIdentityReader([rulesOf(keySet, 0)], systemClock);

    expect(await reader.read(`Bearer ${await sign()}`)).toMatchObject({ status: 'unavailable' });
  });

  it('allows for a clock that differs by as much as is configured, by the clock it is given', async () => {
    const keySet = await loadKeySet(
      { kind: 'file', path: join(directory, 'keys.json'), setting: 'MARQUE_JWKS_FILE' },
      remote(),
    );
    const nowMs = Date.now();
    const readAfter = async (laterMs: number) => {
      const clock = { ...systemClock, nowMs: () => nowMs + laterMs };
      const exp = Math.floor(nowMs / 1_000) + 10;
      const outcome = await createIdentityReader([rulesOf(keySet, 5_000)], clock).read(
        `Bearer ${await sign({ claims: { exp } })}`,
      );
      return outcome.status;
    };

    expect(await readAfter(12_000)).toBe('identified');
    expect(await readAfter(17_000)).toBe('refused');
  });
});

describe('a gateway whose issuer does not answer', () => {
  it('says 503 by every way to who sends a token, and serves who sends none', async () => {
    const away = await startThreeWays({
      MARQUE_JWKS_URL: 'http://127.0.0.1:9/keys',
      MARQUE_TOKEN_ISSUER: issuer,
      MARQUE_TOKEN_AUDIENCE: audience,
    });
    const authorization = `Bearer ${await sign()}`;

    const answers = await Promise.all(
      ways.map((way) => away.ask(way, '{ dealerCount }', { authorization })),
    );
    const anonymous = await away.ask('fast path', '{ dealerCount }');
    await away.stop();

    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual(['2', '2', '2']);
    expect(answers[0]?.body.errors?.[0]?.extensions).toEqual({ code: 'IDENTITY_UNAVAILABLE' });
    expect(anonymous.status).toBe(200);
  });
});

describe('loadKeySet', () => {
  it('says which setting is wrong when the file is no key set', async () => {
    await writeFile(join(directory, 'none.json'), 'null');

    const load = loadKeySet(
      { kind: 'file', path: join(directory, 'none.json'), setting: 'MARQUE_JWKS_FILE' },
      remote(),
    );

    await expect(load).rejects.toMatchObject({ code: 'KEY_SET_UNREADABLE' });
  });
});
