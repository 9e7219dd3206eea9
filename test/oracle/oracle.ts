// One graph twice: as a gateway over subgraphs, and as the monolith that says what is right.
import { randomBytes, randomUUID } from 'node:crypto';

import { Supergraph } from '@apollo/federation-internals';
import { parseGatewayConfig } from '../../gateway/config.ts';
import { createGateway } from '../../gateway/create-gateway.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { AnswerInProcess } from '../../runtime/http/in-process-exchange.ts';
import { silentLog } from '../../runtime/log.ts';
import { composeSupergraph } from '../../schema/composition/compose.ts';
import type { SentAnswer } from './find-deviation.ts';
import { createMonolith, type Monolith } from './monolith.ts';
import { createSeededWorld, type SeededWorldOptions } from './seeded-world.ts';
import { createWorldSubgraph, type OnResolve } from './world-subgraph.ts';
import { createWriteLog } from './write-log.ts';
import type { World } from './world.ts';

/** A graph to compare: the schemas of its subgraphs by name, and its data. */
export interface TestedGraph {
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly world: World;
}

/** A graph whose data a seed makes up. */
export interface SeededGraph {
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Ids that some entities have. */
  readonly known: readonly string[];
  /** Whether its data depends on what was written before. */
  readonly hasWrites?: boolean;
}

/** Which engine the gateway runs. */
export type TestedEngine = 'compiled' | 'reference';

/** Both, running in this process without a socket. */
export interface Oracle {
  readonly monolith: Monolith;
  askGateway(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<SentAnswer>;
  /** Asks for an answer of a media type; gives the status. */
  askForStatus(query: string, accept: string): Promise<number>;
  close(): Promise<void>;
}

/** What differs from one oracle to the next. */
export interface OracleOptions {
  readonly engine: TestedEngine;
  /** What a seeded graph's data is made up from. */
  readonly seed?: SeededWorldOptions;
  /** Stands between the gateway and each subgraph. */
  readonly between?: (name: string, answer: AnswerInProcess) => AnswerInProcess;
  readonly variables?: Readonly<Record<string, string>>;
  /** Told of each field that a subgraph resolves. */
  readonly onResolve?: OnResolve;
  /** Changes the supergraph that the gateway serves. */
  readonly changeSupergraph?: (supergraphSdl: string) => string;
}

// Random operations are larger than what people write.
const limits = {
  MARQUE_MAX_ALIASES: '10000',
  MARQUE_MAX_SELECTIONS: '100000',
  MARQUE_MAX_DEPTH: '100',
  MARQUE_MAX_HEIGHT: '100000',
  MARQUE_MAX_ROOT_FIELDS: '1000',
  MARQUE_MAX_DIRECTIVES: '10000',
  MARQUE_MAX_EVENT_LOOP_WAIT: '0ms',
};
// Subgraphs that fail on purpose must not be left alone for it.
const httpLimits = { breakerWindow: 1_000_000, breakerMinAttempts: 1_000_000 };

const defaultSeed = { seed: 1, entityCount: 3, nullPercent: 10, errorPercent: 3 };

/** Composes the graph and opens its gateway. */
export async function openOracle(
  graph: TestedGraph | SeededGraph,
  {
    engine,
    seed = defaultSeed,
    between = (_name, answer) => answer,
    variables = {},
    onResolve = () => undefined,
    changeSupergraph = (sdl) => sdl,
  }: OracleOptions,
): Promise<Oracle> {
  const definitions = Object.entries(graph.subgraphs).map(([name, sdl]) => ({
    name,
    sdl,
    url: `http://${name}.invalid/graphql`,
  }));
  const outcome = composeSupergraph(definitions);
  if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome.errors, undefined, 2));
  const { supergraphSdl } = outcome;
  const createWorld = (): World => {
    if ('world' in graph) return graph.world;
    const schema = Supergraph.build(supergraphSdl, {
      supportedFeatures: null,
    }).schema.toGraphQLJSSchema();
    const world = createSeededWorld(schema, Object.values(graph.subgraphs), seed);
    return graph.hasWrites ? createWriteLog(world) : world;
  };
  const world = createWorld();

  const gateway = createGateway({
    config: parseGatewayConfig({
      MARQUE_PORT: '0',
      MARQUE_ENGINE: engine,
      ...limits,
      ...variables,
    }),
    supergraphSdl: changeSupergraph(supergraphSdl),
    subgraphs: definitions,
    inProcess: new Map(
      definitions.map(({ name, url, sdl }) => [
        new URL(url).origin,
        between(name, createWorldSubgraph(sdl, world, onResolve)),
      ]),
    ),
    httpLimits,
    log: silentLog,
    clock: systemClock,
    random: Math.random,
    randomBytes,
    newCorrelationId: randomUUID,
  });
  const app = await gateway.open();
  const post = (
    query: string,
    values: Readonly<Record<string, unknown>>,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', ...headers },
      payload: JSON.stringify({ query, variables: values }),
    });
  return {
    // Of a world that can be written to, each side has its own.
    monolith: createMonolith(supergraphSdl, createWorld()),
    askGateway: async (query, values = {}, headers = {}) =>
      (await post(query, values, headers)).json(),
    askForStatus: async (query, accept) => (await post(query, {}, { accept })).statusCode,
    close: () => gateway.stop(),
  };
}
