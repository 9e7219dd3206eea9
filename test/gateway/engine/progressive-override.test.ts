// Progressive overrides over real subgraphs: a share of requests, or all by rule, go to the new one.
import { randomBytes, randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import { createGateway, type Gateway } from '../../../gateway/create-gateway.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { composeSupergraph } from '../../../schema/composition/compose.ts';
import { ask } from '../test-graph.ts';
import { startTestSubgraph, type TestResolvers, type TestSubgraph } from '../test-subgraph.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override"])`;
const oldSdl = `${link} type Query { car: Car } type Car @key(fields: "id") { id: ID! price: Int colour: String }`;
const newSdl = `${link} type Car @key(fields: "id") {
  id: ID!
  price: Int @override(from: "old", label: "percent(50)")
  colour: String @override(from: "old", label: "colours-move")
}`;
const car = { __typename: 'Car', id: '1', price: 1, colour: 'old' };
const oldResolvers: TestResolvers = {
  Query: { car: () => car },
  Car: { __resolveReference: () => car },
};
const newResolvers: TestResolvers = {
  Car: { __resolveReference: () => ({ ...car, price: 2, colour: 'new' }) },
};

let subgraphs: readonly TestSubgraph[];
let supergraphSdl: string;
const gateways: Gateway[] = [];
beforeAll(async () => {
  subgraphs = await Promise.all([
    startTestSubgraph('old', oldSdl, oldResolvers),
    startTestSubgraph('new', newSdl, newResolvers),
  ]);
  const outcome = composeSupergraph(subgraphs.map(({ name, url, sdl }) => ({ name, url, sdl })));
  if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome.errors));
  ({ supergraphSdl } = outcome);
});
afterEach(() => Promise.all(gateways.splice(0).map((gateway) => gateway.stop())));
afterAll(() => Promise.all(subgraphs.map((subgraph) => subgraph.stop())));

async function startGateway(env: Record<string, string> = {}): Promise<string> {
  const gateway = createGateway({
    config: parseGatewayConfig({ MARQUE_PORT: '0', MARQUE_ENGINE: 'compiled', ...env }),
    supergraphSdl,
    subgraphs,
    explorerDirectory: undefined,
    log: silentLog,
    clock: systemClock,
    random: Math.random,
    randomBytes,
    newCorrelationId: randomUUID,
  });
  gateways.push(gateway);
  const { url } = await gateway.start();
  return `${url}/graphql`;
}

async function readPrice(url: string, traceId: string): Promise<unknown> {
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  const { text } = await ask(url, '{ car { price } }', { headers });
  return JSON.parse(text) as unknown;
}

const traceIds = Array.from({ length: 40 }, (_, index) => `${index + 1}`.padStart(32, '0'));
const priceOf = (price: number) => ({ data: { car: { price } } });

describe('an override for a share of requests', () => {
  it('has both subgraphs serve, and one trace always the same one', async () => {
    const url = await startGateway();

    const first = await Promise.all(traceIds.map((id) => readPrice(url, id)));
    const again = await Promise.all(traceIds.map((id) => readPrice(url, id)));

    expect(first).toContainEqual(priceOf(1));
    expect(first).toContainEqual(priceOf(2));
    expect(again).toEqual(first);
  });
});

describe('an override by rule', () => {
  it.each([
    ['old', {}],
    ['new', { MARQUE_OVERRIDE_LABELS: 'other,colours-move' }],
  ])('has the %s subgraph serve', async (colour, env) => {
    const url = await startGateway(env);

    const { text } = await ask(url, '{ car { colour } }');

    expect(JSON.parse(text)).toEqual({ data: { car: { colour } } });
  });
});
