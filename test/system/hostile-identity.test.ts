// Callers who claim to be somebody, and ways around what protects a field, by socket and by Lambda.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  type HostileAnswer,
  type HostileGateway,
  type HostileWay,
  hostileWays,
  startHostileGateway,
} from './hostile-ways.ts';

const issuer = 'https://issuer.example';
const known = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
let keys: Server;
let keyFetches = 0;
let gateway: HostileGateway;

beforeAll(async () => {
  const jwk = { ...(await exportJWK(known.publicKey)), kid: 'known' };
  keys = createServer((_request, response) => {
    keyFetches += 1;
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => void keys.listen(0, '127.0.0.1', resolve));
  gateway = await startHostileGateway({
    MARQUE_JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/keys`,
    MARQUE_TOKEN_ISSUER: issuer,
    MARQUE_TOKEN_AUDIENCE: 'marque',
  });
});
afterAll(async () => {
  await gateway.stop();
  keys.close();
});

function sign(key: KeyObject, kid: string, claims: object = {}): Promise<string> {
  return new SignJWT({ scope: 'vehicle:read', ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setIssuer(issuer)
    .setAudience('marque')
    .setSubject('C-0001')
    .setExpirationTime('5m')
    .sign(key);
}

async function ask(way: HostileWay, query: string, headers: Record<string, string> = {}) {
  const answer = await gateway.send(way, {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: answer.status, ...read(answer) };
}

function read({ text }: HostileAnswer) {
  return JSON.parse(text) as {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly { readonly path?: unknown; readonly extensions: { code: string } }[];
  };
}

const codesOf = ({ errors = [] }: ReturnType<typeof read>) => [
  ...new Set(errors.map(({ extensions }) => extensions.code)),
];

describe.each(hostileWays)('what is protected, by the way of %s', (way) => {
  it.each([
    ['by its name', '{ vehicle(vin: "a") { mileageKm } }', { vehicle: null }],
    ['by an alias', '{ a: vehicle(vin: "a") { b: mileageKm } }', { a: null }],
    ['in a union', '{ things { ... on Vehicle { mileageKm } } }', { things: null }],
    ['through an interface', '{ named { name } }', { named: null }],
    [
      'in fragments of introspective names',
      'query __schema { ...__type } fragment __type on Query { ... { vehicle(vin: "a") { vin } } }',
      { vehicle: null },
    ],
    ['a field alone', '{ s: secret dealerCount }', { s: null, dealerCount: 3 }],
  ])('is null for a stranger, and is not asked for: %s', async (_name, query, data) => {
    const { received } = gateway.graph.vehicle;
    received.length = 0;

    const answer = await ask(way, query, {
      'x-marque-subject': 'C-0001',
      'x-marque-scopes': 'vehicle:read',
    });

    expect(answer.status).toBe(200);
    expect(answer.data).toEqual(data);
    expect(codesOf(answer)).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    expect(received.map((fetched) => fetched.query).join(' ')).not.toMatch(
      /mileageKm|vehicle\(|secret/,
    );
  });
});

describe('tokens', () => {
  it.each(hostileWays)(
    'by the way of %s, 50 of unknown keys fetch the key set once more at most',
    async (way) => {
      const token = await sign(known.privateKey, 'known');
      const first = await ask(way, '{ vehicle(vin: "a") { vin } }', {
        authorization: `Bearer ${token}`,
      });
      const before = keyFetches;

      const strangers = await Promise.all(
        Array.from({ length: 50 }, async (_, index) =>
          ask(way, '{ dealerCount }', {
            authorization: `Bearer ${await sign(stranger.privateKey, `kid-${index}`)}`,
          }),
        ),
      );

      expect(first.data).toEqual({ vehicle: { vin: 'WBA00000000000001' } });
      expect(new Set(strangers.map(({ status }) => status))).toEqual(new Set([401]));
      expect(strangers[0]?.data).toBeUndefined();
      expect(keyFetches - before).toBeLessThanOrEqual(1);
    },
  );

  it.each(hostileWays)(
    'by the way of %s, go on being read while their keys’ address is down',
    async (way) => {
      keys.closeAllConnections();
      if (keys.listening) await new Promise((resolve) => void keys.close(resolve));

      const own = await ask(way, '{ vehicle(vin: "a") { vin } }', {
        authorization: `Bearer ${await sign(known.privateKey, 'known', { jti: way })}`,
      });
      const forged = await ask(way, '{ vehicle(vin: "a") { vin } }', {
        authorization: `Bearer ${await sign(stranger.privateKey, 'known')}`,
      });

      expect(own.data).toEqual({ vehicle: { vin: 'WBA00000000000001' } });
      expect(forged.status).toBe(401);
      expect(forged.data).toBeUndefined();
    },
  );
});
