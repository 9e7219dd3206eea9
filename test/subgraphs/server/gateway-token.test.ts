// What the gateway signs and what a subgraph takes: only the one, only for itself, only while it holds.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  createSubgraphTokens,
  loadSubgraphTokens,
} from '../../../gateway/guard/subgraph-tokens.ts';
import { prepareGatewayKeys } from '../../../infra/local/gateway-keys.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createSubgraph } from '../../../subgraphs/server/create-subgraph.ts';
import { createHeaderVoucher, loadGatewayKeys } from '../../../subgraphs/server/gateway-token.ts';
import { createRecordingLog } from '../../gateway/recording-log.ts';
import type { SubgraphRequest } from '../../../subgraphs/server/request-context.ts';

interface Pair {
  readonly secret: JWK;
  readonly open: JWK;
}

async function makePair(kid: string): Promise<Pair> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return {
    secret: { ...(await exportJWK(privateKey)), kid },
    open: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' },
  };
}

/** A clock that stands still until it is moved. */
function createStoppedClock(): Clock & { move(ms: number): void } {
  let nowMs = Date.parse('2026-11-21T12:00:00Z');
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    move: (ms) => void (nowMs += ms),
  };
}

const headers = [
  ['x-marque-market', 'DE'],
  ['x-marque-subject', 'C-0001'],
  ['x-marque-scopes', 'vehicle:read'],
] as const;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
let first: Pair;
let second: Pair;
beforeAll(async () => {
  [first, second] = await Promise.all([makePair('one'), makePair('two')]);
});

describe('a token for a subgraph', () => {
  it('says who it is for, until when, and what the fetch declares; nothing else', async () => {
    const clock = createStoppedClock();
    const tokens = await createSubgraphTokens(first.secret, clock);

    const claims = decodeJwt(await tokens.issue('vehicle', headers));

    const iat = clock.nowMs() / 1_000;
    expect(claims).toEqual({
      iss: 'marque-gateway',
      aud: 'vehicle',
      iat,
      exp: iat + 60,
      market: 'DE',
      sub: 'C-0001',
      scope: 'vehicle:read',
    });
  });

  it('is used again for the same claims while half of its life is left', async () => {
    const clock = createStoppedClock();
    const tokens = await createSubgraphTokens(first.secret, clock);
    const token = await tokens.issue('vehicle', headers);

    clock.move(29_000);
    expect(tokens.issue('vehicle', headers)).toBe(token);
    expect(await tokens.issue('options', headers)).not.toBe(token);
    expect(await tokens.issue('vehicle', headers.slice(1))).not.toBe(token);
    clock.move(1_000);
    expect(await tokens.issue('vehicle', headers)).not.toBe(token);
    expect(tokens.size).toBe(3);
  });

  it('vouches for its headers, and takes away those that it does not have', async () => {
    const tokens = await createSubgraphTokens(first.secret, systemClock);
    const vouch = createHeaderVoucher({ keys: [first.open] }, 'vehicle', systemClock);
    const authorization = bearer(await tokens.issue('vehicle', headers)).authorization;

    const vouched = await vouch({
      authorization,
      'x-marque-scopes': 'vehicle:read dealer:internal',
      'x-marque-brand': 'bmw',
      traceparent: 'kept',
    });

    expect(vouched).toMatchObject({ 'x-marque-scopes': 'vehicle:read', traceparent: 'kept' });
    expect(vouched?.['x-marque-subject']).toBe('C-0001');
    expect(vouched?.['x-marque-brand']).toBeUndefined();
  });

  it('is taken beside a signature of AWS, in a header of its own', async () => {
    const tokens = await createSubgraphTokens(first.secret, systemClock);
    const vouch = createHeaderVoucher({ keys: [first.open] }, 'vehicle', systemClock);
    const { authorization: token } = bearer(await tokens.issue('vehicle', headers));
    const signature = 'AWS4-HMAC-SHA256 Credential=a/20261122/eu-central-1/lambda/aws4_request';

    expect(
      await vouch({ authorization: signature, 'x-marque-authorization': token }),
    ).toMatchObject({ 'x-marque-subject': 'C-0001' });
    expect(await vouch({ authorization: token, 'x-marque-authorization': 'Bearer x' })).toBe(
      undefined,
    );
    expect(await vouch({ authorization: signature })).toBe(undefined);
  });

  it('is taken by either key while they change, and no longer by one that is gone', async () => {
    const old = await createSubgraphTokens(first.secret, systemClock);
    const next = await createSubgraphTokens(second.secret, systemClock);
    const given = [await old.issue('vehicle', []), await next.issue('vehicle', [])].map(bearer);

    const sets = [[first.open], [first.open, second.open], [second.open]];
    const taken = await Promise.all(
      sets.map((keys) => {
        const vouch = createHeaderVoucher({ keys }, 'vehicle', systemClock);
        return Promise.all(given.map(async (one) => (await vouch(one)) !== undefined));
      }),
    );

    expect(taken).toEqual([
      [true, false],
      [true, true],
      [false, true],
    ]);
  });

  it('is remembered once it is verified, for no longer than it holds', async () => {
    const clock = createStoppedClock();
    const tokens = await createSubgraphTokens(first.secret, clock);
    const vouch = createHeaderVoucher({ keys: [first.open] }, 'vehicle', clock);
    const given = bearer(await tokens.issue('vehicle', headers));

    await vouch(given);
    clock.move(60_000);
    expect(vouch(given)).not.toBeInstanceOf(Promise);
    clock.move(6_000);
    expect(await vouch(given)).toBeUndefined();
  });

  it.each([
    ['of another subgraph', { aud: 'options' }],
    ['of another issuer', { iss: 'someone' }],
    ['that never ends', { exp: undefined }],
    ['that has ended', { exp: 1_000 }],
  ])('%s is refused', async (_name, changed) => {
    const { createPrivateKey } = await import('node:crypto');
    const key = createPrivateKey({ key: first.secret, format: 'jwk' });
    const claims = {
      iss: 'marque-gateway',
      aud: 'vehicle',
      exp: 4_000_000_000,
      ...changed,
    } as JWTPayload;
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'one' })
      .sign(key);
    const vouch = createHeaderVoucher({ keys: [first.open] }, 'vehicle', systemClock);

    expect(await vouch(bearer(token))).toBeUndefined();
  });

  it.each([
    ['nothing', {}],
    ['no token', { authorization: 'Bearer x' }],
    ['another scheme', { authorization: 'Basic eDp5' }],
    ['an unsigned token', { authorization: `Bearer ${btoa('{"alg":"none"}')}.e30.` }],
    ['a very long one', { authorization: `Bearer ${'a'.repeat(10_000)}` }],
  ])('%s is refused', async (_name, given) => {
    const vouch = createHeaderVoucher({ keys: [first.open] }, 'vehicle', systemClock);

    expect(await vouch(given)).toBeUndefined();
  });
});

describe('a subgraph with the keys of its gateway', () => {
  it('answers the gateway with what the token says, and 401 to all others', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'gateway-keys-'));
    const files = await prepareGatewayKeys(directory);
    const tokens = await loadSubgraphTokens(files.MARQUE_SUBGRAPH_KEY_FILE, {
      clock: systemClock,
      log: silentLog,
    });
    const app = await createSubgraph(
      {
        name: 'vehicle',
        typeDefs: 'type Query { seen: String }',
        resolvers: {
          Query: {
            seen: (_query: unknown, _args: unknown, request: SubgraphRequest) =>
              JSON.stringify([request.identity?.subject, [...request.scopes]]),
          },
        },
        createLoaders: () => ({}),
      },
      {
        gatewayKeysFile: files.MARQUE_GATEWAY_JWKS_FILE,
        log: silentLog,
        clock: systemClock,
        randomBytes,
        newCorrelationId: () => 'id-00000001',
        timeoutMs: 1_000,
        bodyLimitBytes: 10_000,
      },
    );
    const ask = (given: Readonly<Record<string, string>>) =>
      app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'content-type': 'application/json', ...given },
        payload: { query: '{ seen }' },
      });
    const forged = { 'x-marque-subject': 'C-0002', 'x-marque-scopes': 'dealer:internal' };

    const without = await ask(forged);
    const answer = await ask({ ...forged, ...bearer(await tokens.issue('vehicle', headers)) });

    expect(without.statusCode).toBe(401);
    expect(without.json()).toEqual({
      errors: [{ message: 'Only the gateway may ask.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(answer.json()).toMatchObject({ data: { seen: '["C-0001",["vehicle:read"]]' } });
    await app.close();
    await rm(directory, { recursive: true });
  });

  it('changes keys with its gateway while both run, and keeps them where a file is broken', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'gateway-keys-'));
    const [keyFile, setFile] = [join(directory, 'key.json'), join(directory, 'set.json')];
    const clock = createStoppedClock();
    const { log, events } = createRecordingLog();
    await writeFile(keyFile, JSON.stringify(first.secret));
    await writeFile(setFile, JSON.stringify({ keys: [first.open] }));
    const tokens = await loadSubgraphTokens(keyFile, { clock, log });
    const vouch = await loadGatewayKeys(setFile, 'vehicle', { clock, log });
    const issue = async () => bearer(await tokens.issue('vehicle', headers));
    const isTaken = async (token: { authorization: string }) => (await vouch(token)) !== undefined;

    const old = await issue();
    expect(await isTaken(old)).toBe(true);
    await writeFile(setFile, JSON.stringify({ keys: [second.open, first.open] }));
    clock.move(1_000);
    expect(await isTaken(old)).toBe(true);
    await writeFile(keyFile, JSON.stringify({ ...second.secret, use: 'sig' }));
    clock.move(1_000);
    const next = await issue();
    expect(decodeProtectedHeader(next.authorization.slice(7)).kid).toBe('two');
    expect([await isTaken(old), await isTaken(next)]).toEqual([true, true]);
    await writeFile(setFile, JSON.stringify({ keys: [second.open] }));
    clock.move(1_000);
    expect([await isTaken(old), await isTaken(next)]).toEqual([false, true]);

    await writeFile(keyFile, JSON.stringify(second.open));
    await writeFile(setFile, '{"keys":[]}');
    clock.move(1_000);
    expect(await isTaken(await issue())).toBe(true);
    expect(events.map(({ event }) => event)).toEqual([
      'file.reloaded',
      'file.reloaded',
      'file.reloaded',
      'file.unusable',
      'file.unusable',
    ]);
    expect(JSON.stringify(events)).not.toContain(String(second.secret.d));
    await rm(directory, { recursive: true });
  });

  it('does not start with keys that it cannot read', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'gateway-keys-'));
    const file = join(directory, 'keys.json');
    await writeFile(file, '{');

    await expect(
      loadGatewayKeys(file, 'vehicle', { clock: systemClock, log: silentLog }),
    ).rejects.toMatchObject({
      code: 'GATEWAY_KEYS_UNREADABLE',
    });
    await rm(directory, { recursive: true });
  });
});
