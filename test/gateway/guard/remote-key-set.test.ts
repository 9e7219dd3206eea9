// Keys at an address that rotate, vanish and come back, before a clock that the test moves.
import { generateKeyPairSync } from 'node:crypto';

import { exportJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';

import { createIdentityReader } from '../../../gateway/guard/identity.ts';
import { createRemoteKeySet } from '../../../gateway/guard/remote-key-set.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createFakeClock } from '../../runtime/create-fake-clock.ts';
import { createClient, startTestUpstream } from '../../runtime/http/open-test-client.ts';

const issuer = 'https://issuer.example';
const audience = 'marque';
const minuteMs = 60_000;
const pairs = new Map(['old', 'new'].map((kid) => [kid, generateKeyPairSync('ed25519')]));

async function startIssuer() {
  const published = { kids: ['old'], status: 200, body: undefined as string | undefined };
  const jwks = await Promise.all(
    [...pairs].map(async ([kid, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid })),
  );
  const upstream = await startTestUpstream((response) => {
    const keys = jwks.filter(({ kid }) => published.kids.includes(kid));
    response.writeHead(published.status).end(published.body ?? JSON.stringify({ keys }));
  });
  const clock = createFakeClock();
  const keySet = createRemoteKeySet({
    url: `${upstream.url}/keys`,
    http: createClient(),
    clock,
    log: silentLog,
  });
  const rules = {
    keySet,
    issuer,
    audiences: [audience],
    algorithms: ['EdDSA'],
    clockToleranceMs: 0,
    scopes: { claims: ['scope'] },
  };
  const reader = createIdentityReader([rules], clock);
  let tokens = 0;
  return {
    published,
    clock,
    fetches: () => upstream.requestCount(),
    /** What a token under this key is taken for. */
    read: async (kid: string): Promise<string> => {
      const key = (pairs.get(kid) ?? generateKeyPairSync('ed25519')).privateKey;
      // Each token is another one, so that none was seen before.
      tokens += 1;
      const jti = String(tokens);
      const token = await new SignJWT({ iss: issuer, aud: audience, sub: 'C-0001', jti })
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .setExpirationTime(Math.floor(clock.nowMs() / 1_000) + 60)
        .sign(key);
      return (await reader.read(`Bearer ${token}`)).status;
    },
  };
}

describe('a remote key set', () => {
  it('is fetched once for all who ask at the same time, and then kept', async () => {
    const { read, fetches } = await startIssuer();

    const outcomes = await Promise.all(Array.from({ length: 50 }, () => read('old')));

    expect(new Set(outcomes)).toEqual(new Set(['identified']));
    expect(await read('old')).toBe('identified');
    expect(fetches()).toBe(1);
  });

  it('is fetched again for a key that it does not have, once in 30 s', async () => {
    const { read, fetches, published, clock } = await startIssuer();
    await read('old');
    published.kids = ['new'];

    const early = await read('new');
    clock.advance(30_000);
    const later = await read('new');
    const withdrawn = await read('old');
    await Promise.all(Array.from({ length: 50 }, (_, index) => read(`made-up-${index}`)));

    expect([early, later, withdrawn]).toEqual(['refused', 'identified', 'refused']);
    expect(fetches()).toBe(2);
  });

  it('is taken up anew after ten minutes without anybody waiting for it', async () => {
    const { read, fetches, published, clock } = await startIssuer();
    await read('old');
    published.kids = ['new'];
    clock.advance(10 * minuteMs);

    expect(await read('old')).toBe('identified');
    await expect.poll(() => read('old')).toBe('refused');
    expect(fetches()).toBe(2);
  });

  it('serves for an hour while its address is down, is then unavailable and never open, and comes back', async () => {
    const { read, fetches, published, clock } = await startIssuer();
    await read('old');
    published.status = 500;

    clock.advance(59 * minuteMs);
    const kept = await read('old');
    const unknown = await read('new');
    clock.advance(minuteMs);
    const expired = await Promise.all(Array.from({ length: 50 }, () => read('old')));
    const asked = fetches();
    published.status = 200;
    clock.advance(30_000);
    const back = await read('old');

    expect([kept, unknown]).toEqual(['identified', 'unavailable']);
    expect(new Set(expired)).toEqual(new Set(['unavailable']));
    // At the start, in the background, and once it was needed.
    expect(asked).toBe(3);
    expect(back).toBe('identified');
  });

  it('is asked for again soon where it never came, and less and less often', async () => {
    const { read, fetches, published, clock } = await startIssuer();
    // Faults of the server would open the breaker, which goes by real time.
    published.status = 404;
    const askedAtS: number[] = [];

    for (let second = 0; second <= 100; second += 1) {
      const before = fetches();
      expect(await read('old')).toBe('unavailable');
      if (fetches() > before) askedAtS.push(second);
      clock.advance(1_000);
    }
    published.status = 200;
    clock.advance(30_000);

    expect(askedAtS).toEqual([0, 2, 6, 14, 30, 60, 90]);
    expect(await read('old')).toBe('identified');
  });

  it.each([
    ['not JSON', '<html></html>'],
    ['no key set', '{"keys":5}'],
    ['too large', JSON.stringify({ keys: [], padding: 'x'.repeat(300_000) })],
  ])('is unavailable, not open, where its address answers what is %s', async (_what, body) => {
    const { read, published } = await startIssuer();
    published.body = body;

    expect(await read('old')).toBe('unavailable');
  });
});
