// A subgraph as a running part: its socket, its refusals to start, its stop.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { loadPricingSubgraphConfig } from '../../../subgraphs/pricing/config.ts';
import { startPricingSubgraph } from '../../../subgraphs/pricing/subgraph.ts';

const dependencies = {
  clock: systemClock,
  log: silentLog,
  random: Math.random,
  randomBytes,
  newCorrelationId: randomUUID,
};
const start = (port: number) =>
  startPricingSubgraph(
    loadPricingSubgraphConfig({
      // Nothing listens there.
      MARQUE_PRICING_API_URL: 'http://127.0.0.1:1',
      MARQUE_PRICING_SUBGRAPH_PORT: String(port),
    }),
    dependencies,
  );

describe('a running subgraph', () => {
  it('answers though its service is away, and names it', async () => {
    const part = await start(0);

    const reply = await fetch(`${part.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ exchangeRate(currency: "USD") { rate } }' }),
    });
    const body = (await reply.json()) as object;
    await part.stop();

    expect(part.name).toBe('pricing-subgraph');
    expect(reply.status).toBe(200);
    expect(body).toMatchObject({
      data: { exchangeRate: null },
      errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE', service: 'pricing' } }],
    });
  });

  it('stops without waiting for a socket that was opened in reserve', async () => {
    const part = await start(0);
    const { hostname, port } = new URL(part.url);
    const spare = connect(Number(port), hostname);
    await once(spare, 'connect');
    // A request that came later is answered: so the server has taken the spare socket in by now.
    await fetch(`${part.url}/health`);
    const closed = once(spare, 'close');
    const startedAtMs = performance.now();

    await part.stop();

    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
    await closed;
  });

  it('says in one line that its port is taken', async () => {
    const part = await start(0);
    const { port } = new URL(part.url);

    const second = start(Number(port));

    await expect(second).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      message: `pricing-subgraph: port ${port} is taken by another program; stop it or set MARQUE_PRICING_SUBGRAPH_PORT to a free port.`,
    });
    await part.stop();
  });

  it('frees its port when it stops, however often that is asked for', async () => {
    const part = await start(0);
    await fetch(`${part.url}/health`);

    await Promise.all([part.stop(), part.stop()]);

    await expect(fetch(`${part.url}/health`)).rejects.toThrow('fetch failed');
  });
});
