// What subgraphs are told of a request: a token of the gateway's own, never the client's.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';

import { loadSubgraphTokens } from '../../../gateway/guard/subgraph-tokens.ts';
import { prepareGatewayKeys } from '../../../infra/local/gateway-keys.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { ask, startTestGraph } from '../test-graph.ts';
import { createTestTokens } from '../test-tokens.ts';

describe('a gateway with a key for its subgraphs', () => {
  it.each(['compiled', 'reference'])(
    'sends each fetch of the engine %s with what it declares, signed for that subgraph',
    async (engine) => {
      const directory = await mkdtemp(join(tmpdir(), 'keys-'));
      const clients = await createTestTokens();
      const { MARQUE_SUBGRAPH_KEY_FILE } = await prepareGatewayKeys(directory);
      const graph = await startTestGraph({
        env: { ...clients.env, MARQUE_ENGINE: engine, MARQUE_SUBGRAPH_KEY_FILE },
      });
      const client = await clients.sign(['vehicle:read']);

      const answer = await ask(
        graph.url,
        '{ vehicle(vin: "a") { vin } market(id: "DE") { taxes currency } dealerCount }',
        { headers: { ...client, 'x-marque-price-date': '2026-01-01', 'x-marque-brand': 'bmw' } },
      );

      expect(answer.body.errors).toBeUndefined();
      const said = [graph.vehicle, graph.pricing, graph.maintenance].flatMap(({ received }) =>
        received.map(({ headers }) => {
          expect(headers.authorization).not.toBe(client.authorization);
          const { iat, exp, ...claims } = decodeJwt(headers.authorization?.slice(7) ?? '');
          expect(Number(exp) - Number(iat)).toBe(60);
          return claims;
        }),
      );
      const iss = 'marque-gateway';
      expect(said).toEqual(
        expect.arrayContaining([
          { iss, aud: 'vehicle', sub: 'someone', scope: 'vehicle:read' },
          { iss, aud: 'pricing', language: 'en', price_date: '2026-01-01' },
          { iss, aud: 'maintenance' },
        ]),
      );
      await graph.stop();
      await clients.remove();
      await rm(directory, { recursive: true });
    },
  );

  it.each([
    ['no JSON', '{'],
    ['a key without an id', '{"kty":"OKP","crv":"Ed25519","d":"x","x":"x"}'],
    ['a public key', '{"kty":"OKP","crv":"Ed25519","x":"x","kid":"a"}'],
    ['a key of another kind', '{"kty":"oct","k":"AAAA","kid":"a"}'],
  ])('does not start with %s', async (_name, text) => {
    const directory = await mkdtemp(join(tmpdir(), 'keys-'));
    const file = join(directory, 'key.json');
    await writeFile(file, text);

    await expect(
      loadSubgraphTokens(file, { clock: systemClock, log: silentLog }),
    ).rejects.toMatchObject({
      code: 'SUBGRAPH_KEY_UNREADABLE',
    });
    await rm(directory, { recursive: true });
  });
});
