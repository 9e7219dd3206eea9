// Tokens that were verified a moment ago, before a clock that the test moves.
import { generateKeyPairSync } from 'node:crypto';

import { createLocalJWKSet, exportJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';

import { createIdentityReader, type TokenRules } from '../../../gateway/guard/identity.ts';
import { createFakeClock } from '../../runtime/create-fake-clock.ts';

const issuer = 'https://issuer.example';
const audience = 'marque';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const keySet = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1' }] });
const nowS = createFakeClock().nowMs() / 1_000;

const sign = (claims: Record<string, unknown>) =>
  new SignJWT({ iss: issuer, aud: audience, sub: 'C-0001', exp: nowS + 60, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'key-1' })
    .sign(privateKey);

function startReader() {
  const asked = { count: 0 };
  const counting: TokenRules['keySet'] = (header, token) => {
    asked.count += 1;
    return keySet(header, token);
  };
  const clock = createFakeClock();
  const rules = {
    keySet: counting,
    issuer,
    audiences: [audience],
    algorithms: ['EdDSA'],
    clockToleranceMs: 5_000,
    scopes: { claims: ['scope'] },
  };
  return { reader: createIdentityReader([rules], clock), asked, clock };
}

describe('a token that was seen before', () => {
  it('is not verified again for half a minute, and waits for nothing', async () => {
    const { reader, asked, clock } = startReader();
    const bearer = `Bearer ${await sign({ exp: nowS + 300 })}`;
    const first = await reader.read(bearer);

    clock.advance(29_000);
    const seen = reader.read(bearer);
    clock.advance(1_000);
    const later = reader.read(bearer);

    expect(seen).toBe(first);
    expect(later).toBeInstanceOf(Promise);
    await later;
    expect(asked.count).toBe(2);
    expect(reader.readFigures()).toEqual({
      remembered: 1,
      outcomes: { remembered: 1, identified: 2, refused: 0, unavailable: 0 },
    });
  });

  it('is never taken from memory beyond its expiry', async () => {
    const { reader, asked, clock } = startReader();
    const bearer = `Bearer ${await sign({ exp: nowS + 10 })}`;
    await reader.read(bearer);

    clock.advance(12_000);
    const withinTolerance = await reader.read(bearer);
    clock.advance(5_000);
    const beyond = await reader.read(bearer);

    expect(withinTolerance.status).toBe('identified');
    expect(beyond.status).toBe('refused');
    expect(asked.count).toBe(3);
  });

  it('is verified each time while it is refused', async () => {
    const { reader, asked } = startReader();
    const bearer = `Bearer ${await sign({ aud: 'other' })}`;

    await reader.read(bearer);
    await reader.read(bearer);

    expect(asked.count).toBe(2);
    expect(reader.readFigures().remembered).toBe(0);
  });
});
