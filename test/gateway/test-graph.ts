// The graph of the gateway's tests: three small subgraphs and a gateway over them.
import { randomBytes, randomUUID } from 'node:crypto';

import { GraphQLError } from 'graphql';

import { type GatewayConfig, parseGatewayConfig } from '../../gateway/config.ts';
import { createGateway, type Gateway } from '../../gateway/create-gateway.ts';
import { systemClock } from '../../runtime/clock.ts';
import { type Log, silentLog } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { composeSupergraph } from '../../schema/composition/compose.ts';
import { startTestSubgraph, type TestResolvers, type TestSubgraph } from './test-subgraph.ts';

const own = `
directive @vary(on: [RequestDimension!]!) on FIELD_DEFINITION | OBJECT | INTERFACE
enum RequestDimension @inaccessible { MARKET LANGUAGE PRICE_DATE BRAND SCOPES USER }
`;
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@external", "@requires", "@requiresScopes", "@authenticated", "@shareable"])`;

export const vehicleSdl = `${link} ${own}
type Query {
  markets: [Market!] @vary(on: [LANGUAGE])
  market(id: ID!): Market
  brand: String @vary(on: [BRAND, MARKET])
  vehicle(vin: ID!): Vehicle
  things: [Thing!]
  named: [Named!]
  slow(ms: Int!, unit: Unit): String
  broken(kind: String!): String
  echo(value: Any): String
  secret: String @authenticated
}
type Mutation { rename(id: ID!, name: String!): Market }
scalar Any
enum Unit { MILLISECOND }
union Thing = Vehicle | Market
interface Named { name: String! }
type Market implements Named @key(fields: "id") { id: ID! name: String! }
type Vehicle implements Named @key(fields: "vin") @requiresScopes(scopes: [["vehicle:read"]]) @vary(on: [USER, SCOPES]) {
  vin: ID! name: String! mileageKm: Int!
}`;
export const pricingSdl = `${link} ${own}
type Market @key(fields: "id") {
  id: ID!
  currency: String
  taxes: [String!] @vary(on: [PRICE_DATE, LANGUAGE])
}`;
export const maintenanceSdl = `${link} ${own}
type Market @key(fields: "id") { id: ID! dealers: [String!] broken: String }
type Query { dealerCount: Int }`;

const marketRows = [
  { __typename: 'Market', id: 'DE', name: 'Germany' },
  { __typename: 'Market', id: 'FR', name: 'France' },
];
const vehicleRow = { __typename: 'Vehicle', vin: 'WBA00000000000001', name: 'Car', mileageKm: 10 };
const leakyMessage = 'connect ECONNREFUSED http://10.0.0.7:8080/v1/markets';

const vehicleResolvers: TestResolvers = {
  Query: {
    markets: () => marketRows,
    market: (_: unknown, { id }: { id: string }) => marketRows.find((row) => row.id === id) ?? null,
    brand: () => 'bmw',
    vehicle: () => vehicleRow,
    things: () => [vehicleRow, marketRows[0]],
    named: () => [vehicleRow, marketRows[0]],
    slow: (_: unknown, { ms }: { ms: number }) =>
      new Promise((resolve) => setTimeout(() => resolve('done'), ms)),
    broken: (_: unknown, { kind }: { kind: string }) => {
      if (kind === 'plain') throw new Error(leakyMessage);
      throw new GraphQLError(kind === 'leaky' ? leakyMessage : 'No such market: XX.', {
        extensions: {
          code: kind === 'unknown' ? 'SECRET_CODE' : 'MARKET_UNKNOWN',
          body: 'x',
          service: 'vehicle-api',
        },
      });
    },
    echo: (_: unknown, { value }: { value: unknown }) => JSON.stringify(value),
    secret: () => 'seen',
  },
  Mutation: { rename: (_: unknown, input: { id: string; name: string }) => ({ ...input }) },
  Market: {
    __resolveReference: ({ id }: { id: string }) => marketRows.find((row) => row.id === id),
  },
};
export const pricingResolvers: TestResolvers = {
  Market: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    currency: () => 'EUR',
    taxes: () => ['VAT'],
  },
};
const maintenanceResolvers: TestResolvers = {
  Market: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    dealers: ({ id }: { id: string }) => [`D-${id}-001`],
    broken: ({ id }: { id: string }) => {
      if (id === 'FR') throw new Error(leakyMessage);
      return 'fine';
    },
  },
  Query: { dealerCount: () => 3 },
};

/** A gateway over subgraphs, all running. */
export interface TestGraph {
  readonly url: string;
  readonly gateway: Gateway;
  readonly part: RunningPart;
  readonly vehicle: TestSubgraph;
  readonly pricing: TestSubgraph;
  readonly maintenance: TestSubgraph;
  stop(): Promise<void>;
}

/** Composes the test graph's supergraph. */
export function composeTestSupergraph(): string {
  const outcome = composeSupergraph(
    [
      ['vehicle', vehicleSdl],
      ['pricing', pricingSdl],
      ['maintenance', maintenanceSdl],
    ].map(([name = '', sdl = '']) => ({ name, url: `http://${name}.invalid/`, sdl })),
  );
  if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome.errors));
  return outcome.supergraphSdl;
}

/** A gateway's configuration for tests: any free port, all else by default or from `env`. */
function createTestConfig(env: Record<string, string> = {}): GatewayConfig {
  return parseGatewayConfig({ MARQUE_PORT: '0', ...env });
}

/** Starts all of it; `urls` puts other addresses in the place of a subgraph's. */
export async function startTestGraph(
  options: {
    env?: Record<string, string>;
    urls?: Record<string, string>;
    log?: Log;
    explorerDirectory?: string;
    preparedReleaseFile?: string;
    loadPlannerAfterMs?: number;
  } = {},
): Promise<TestGraph> {
  const [vehicle, pricing, maintenance] = await Promise.all([
    startTestSubgraph('vehicle', vehicleSdl, vehicleResolvers),
    startTestSubgraph('pricing', pricingSdl, pricingResolvers),
    startTestSubgraph('maintenance', maintenanceSdl, maintenanceResolvers),
  ]);
  const gateway = createTestGateway({
    ...options,
    subgraphs: [vehicle, pricing, maintenance].map(({ name, url, sdl }) => ({
      name,
      url: options.urls?.[name] ?? url,
      sdl,
    })),
  });
  const part = await gateway.start();
  return {
    url: `${part.url}/graphql`,
    gateway,
    part,
    vehicle,
    pricing,
    maintenance,
    async stop() {
      await gateway.stop();
      await Promise.all([vehicle, pricing, maintenance].map((subgraph) => subgraph.stop()));
    },
  };
}

/** Creates a gateway over given subgraphs. */
export function createTestGateway(options: {
  env?: Record<string, string>;
  log?: Log;
  explorerDirectory?: string;
  preparedReleaseFile?: string;
  loadPlannerAfterMs?: number;
  isBehindLambda?: true;
  subgraphs: readonly { name: string; url: string; sdl: string }[];
}): Gateway {
  return createGateway({
    config: createTestConfig(options.env),
    supergraphSdl: composeTestSupergraph(),
    subgraphs: options.subgraphs,
    explorerDirectory: options.explorerDirectory,
    preparedReleaseFile: options.preparedReleaseFile,
    loadPlannerAfterMs: options.loadPlannerAfterMs,
    isBehindLambda: options.isBehindLambda,
    log: options.log ?? silentLog,
    clock: systemClock,
    random: Math.random,
    randomBytes,
    newCorrelationId: randomUUID,
  });
}

/** What the tests look at in an answer. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions: Readonly<Record<string, unknown>>;
    }[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
}

/** Sends an operation by POST. */
export async function ask(
  url: string,
  query: string,
  {
    headers = {},
    ...rest
  }: { headers?: Record<string, string>; variables?: object; operationName?: string } = {},
): Promise<TestAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, ...rest }),
  });
  return readAnswer(response);
}

/** Reads an answer, which must be JSON. */
export async function readAnswer(response: Response): Promise<TestAnswer> {
  const text = await response.text();
  const body = JSON.parse(text) as TestAnswer['body'];
  return { status: response.status, headers: response.headers, text, body };
}
