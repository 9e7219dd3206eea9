// One graph twice: as a gateway over subgraphs, and as the monolith that says what is right.
import { randomBytes, randomUUID } from 'node:crypto';

import type { ExecutionResult } from 'graphql';

import { parseGatewayConfig } from '../../gateway/config.ts';
import { createGateway } from '../../gateway/create-gateway.ts';
import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { composeSupergraph } from '../../schema/composition/compose.ts';
import { createMonolith, type Monolith } from './monolith.ts';
import { createWorldSubgraph } from './world-subgraph.ts';
import type { World } from './world.ts';

/** A graph to compare: the schemas of its subgraphs by name, and its data. */
export interface TestedGraph {
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly world: World;
}

/** Both, running in this process without a socket. */
export interface Oracle {
  readonly monolith: Monolith;
  askGateway(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<ExecutionResult>;
  close(): Promise<void>;
}

// Random operations are larger than what people write.
const limits = {
  MARQUE_MAX_ALIASES: '10000',
  MARQUE_MAX_SELECTIONS: '100000',
  MARQUE_MAX_DEPTH: '100',
  MARQUE_MAX_EVENT_LOOP_WAIT: '0ms',
};

/** Composes the graph and opens its gateway, with the engine that is the default. */
export async function openOracle({ subgraphs, world }: TestedGraph): Promise<Oracle> {
  const definitions = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    sdl,
    url: `http://${name}.invalid/graphql`,
  }));
  const outcome = composeSupergraph(definitions);
  if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome.errors, undefined, 2));

  const gateway = createGateway({
    config: parseGatewayConfig({ MARQUE_PORT: '0', ...limits }),
    supergraphSdl: outcome.supergraphSdl,
    subgraphs: definitions,
    inProcess: new Map(
      definitions.map(({ url, sdl }) => [new URL(url).origin, createWorldSubgraph(sdl, world)]),
    ),
    log: silentLog,
    clock: systemClock,
    random: Math.random,
    randomBytes,
    newCorrelationId: randomUUID,
  });
  const app = await gateway.open();
  return {
    monolith: createMonolith(outcome.supergraphSdl, world),
    async askGateway(query, variables = {}) {
      const reply = await app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ query, variables }),
      });
      return reply.json();
    },
    close: () => gateway.stop(),
  };
}
