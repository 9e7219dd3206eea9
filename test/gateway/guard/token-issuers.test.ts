// Several issuers by a file: each with its own keys, audience and rules, and none speaks for another.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createIdentityReader, type IdentityReader } from '../../../gateway/guard/identity.ts';
import { loadTokenIssuers } from '../../../gateway/guard/token-issuers.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createClient, startTestUpstream } from '../../runtime/http/open-test-client.ts';

const customers = 'https://customers.example';
const dealers = 'https://dealers.example';
const partners = 'https://partners.example';
const pairs = {
  customers: generateKeyPairSync('ed25519'),
  dealers: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  partners: generateKeyPairSync('rsa', { modulusLength: 2_048 }),
};
let directory: string;
let upstream: Awaited<ReturnType<typeof startTestUpstream>>;
let reader: IdentityReader;

const describeKey = async (name: keyof typeof pairs) => ({
  keys: [{ ...(await exportJWK(pairs[name].publicKey)), kid: 'key-1' }],
});
const load = (path: string) =>
  loadTokenIssuers(
    { kind: 'file', path, clockToleranceMs: 5_000 },
    { http: createClient(), clock: systemClock, log: silentLog },
  );

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'issuers-'));
  const jwks = JSON.stringify(await describeKey('partners'));
  upstream = await startTestUpstream((response) => void response.end(jwks));
  await writeFile(join(directory, 'dealers.json'), JSON.stringify(await describeKey('dealers')));
  const path = join(directory, 'issuers.json');
  await writeFile(
    path,
    JSON.stringify({
      issuers: [
        { issuer: customers, audience: 'marque', jwks: await describeKey('customers') },
        {
          issuer: dealers,
          audience: ['dealers', 'marque'],
          jwksFile: 'dealers.json',
          algorithms: ['ES256'],
          scopeClaims: ['realm_access.roles'],
          scopeMap: { workshop: ['vehicle:read', 'service:write'] },
        },
        {
          issuer: partners,
          audience: 'partners',
          jwksUrl: `${upstream.url}/keys`,
          algorithms: ['PS256'],
        },
      ],
    }),
  );
  reader = createIdentityReader(await load(path), systemClock);
});
afterAll(async () => {
  await upstream.stop();
  await rm(directory, { recursive: true });
});

const sign = (
  signer: keyof typeof pairs,
  { alg, ...claims }: { alg: string; iss: string; aud: string } & Record<string, unknown>,
) =>
  new SignJWT({ sub: 'someone', exp: Math.floor(Date.now() / 1_000) + 60, ...claims })
    .setProtectedHeader({ alg, kid: 'key-1' })
    .sign(pairs[signer].privateKey);
const read = async (token: Promise<string>) => reader.read(`Bearer ${await token}`);

describe('several issuers', () => {
  it('each have their own keys, audience and claims', async () => {
    const outcomes = await Promise.all([
      read(
        sign('customers', { alg: 'EdDSA', iss: customers, aud: 'marque', scope: 'vehicle:read' }),
      ),
      read(
        sign('dealers', {
          alg: 'ES256',
          iss: dealers,
          aud: 'dealers',
          scope: 'dealer:internal',
          realm_access: { roles: ['workshop', 'admin'] },
        }),
      ),
      read(sign('partners', { alg: 'PS256', iss: partners, aud: 'partners' })),
    ]);

    expect(outcomes).toEqual([
      { status: 'identified', identity: { subject: 'someone', scopes: ['vehicle:read'] } },
      {
        status: 'identified',
        identity: { subject: 'someone', scopes: ['service:write', 'vehicle:read'] },
      },
      { status: 'identified', identity: { subject: 'someone', scopes: [] } },
    ]);
  });

  it.each([
    ['the name of another', sign('customers', { alg: 'EdDSA', iss: dealers, aud: 'marque' })],
    [
      'the audience of another',
      sign('customers', { alg: 'EdDSA', iss: customers, aud: 'dealers' }),
    ],
    ['an algorithm of others', sign('partners', { alg: 'RS256', iss: partners, aud: 'partners' })],
    ['a name of nobody', sign('customers', { alg: 'EdDSA', iss: 'https://x', aud: 'marque' })],
    ['no name', sign('customers', { alg: 'EdDSA', iss: '', aud: 'marque' })],
    ['what objects inherit', sign('customers', { alg: 'EdDSA', iss: '__proto__', aud: 'marque' })],
  ])('do not let one speak with %s', async (_what, token) => {
    expect(await read(token)).toMatchObject({ status: 'refused' });
  });
});

describe('a file of issuers', () => {
  const issuer = { issuer: customers, audience: 'marque', jwksUrl: 'https://a.example/keys' };
  it.each([
    ['no JSON', '{', 'JSON'],
    ['no issuers', '{"issuers":[]}', 'issuers'],
    ['a member that is not known', { issuers: [{ ...issuer, audiance: 'x' }] }, 'audiance'],
    ['no audience', { issuers: [{ ...issuer, audience: undefined }] }, 'issuers.0.audience'],
    ['HMAC', { issuers: [{ ...issuer, algorithms: ['HS256'] }] }, 'issuers.0.algorithms'],
    ['two places for keys', { issuers: [{ ...issuer, jwksFile: 'a' }] }, 'one of jwksUrl'],
    ['no place for keys', { issuers: [{ ...issuer, jwksUrl: undefined }] }, 'one of jwksUrl'],
    ['an issuer twice', { issuers: [issuer, issuer] }, 'each issuer once'],
    ['too wide a tolerance', { issuers: [{ ...issuer, clockTolerance: '2m' }] }, 'at most 60s'],
    [
      'keys that are none',
      { issuers: [{ ...issuer, jwksUrl: undefined, jwks: { keys: [1] } }] },
      'jwks',
    ],
  ])('is refused with %s, and the fault is named', async (_what, content, named) => {
    const path = join(directory, 'faulty.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));

    await expect(load(path)).rejects.toMatchObject({
      code: 'ISSUERS_UNREADABLE',
      message: expect.stringContaining(named) as string,
    });
  });
});
