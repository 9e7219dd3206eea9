// The gateway as production runs it: built into a folder, started from there as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { type BuiltGateway, buildGateway } from '../../../infra/gateway/build-gateway.ts';
import { preparedReleasePath } from '../../../gateway/release/prepared-release.ts';
import { silentLog } from '../../../runtime/log.ts';
import type { PartReadyMessage } from '../../../runtime/run-part.ts';
import {
  ask,
  composeTestSupergraph,
  maintenanceSdl,
  pricingSdl,
  startTestGraph,
  type TestGraph,
  vehicleSdl,
} from '../../gateway/test-graph.ts';
import { rootFolder } from '../../house/read-source-files.ts';

const known = 'query Known { markets { id currency } }';
const germanyAndFrance = [
  { id: 'DE', currency: 'EUR' },
  { id: 'FR', currency: 'EUR' },
];

let folder: string;
let graph: TestGraph;
let built: BuiltGateway;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marque-build-'));
  const files = {
    'schema/supergraph.graphql': composeTestSupergraph(),
    'schema/operations/known.graphql': known,
    'subgraphs/vehicle/schema.graphql': vehicleSdl,
    'subgraphs/pricing/schema.graphql': pricingSdl,
    'subgraphs/maintenance/schema.graphql': maintenanceSdl,
  };
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'graph', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  graph = await startTestGraph();
  built = await buildGateway({
    projectDirectory: rootFolder,
    graphDirectory: join(folder, 'graph'),
    operationsDirectory: join(folder, 'graph/schema/operations'),
    directory: join(folder, 'built'),
    log: silentLog,
  });
});
afterAll(async () => {
  await graph.stop();
  await rm(folder, { recursive: true });
});

let running: RunningBundle | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

interface RunningBundle {
  readonly url: string;
  readonly lines: readonly string[];
  /** Resolves with how the process ended. */
  readonly stop: () => Promise<number | null>;
}

async function startBundle(): Promise<RunningBundle> {
  const { vehicle, pricing, maintenance } = graph;
  const child = spawn(process.execPath, ['main.mjs'], {
    cwd: join(folder, 'built'),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      MARQUE_HOST: '127.0.0.1',
      MARQUE_PORT: '0',
      MARQUE_ENGINE: 'compiled',
      MARQUE_VEHICLE_SUBGRAPH_URL: vehicle.url,
      MARQUE_PRICING_SUBGRAPH_URL: pricing.url,
      MARQUE_MAINTENANCE_SUBGRAPH_URL: maintenance.url,
    },
  });
  const lines: string[] = [];
  child.stdout?.on('data', (bytes: Buffer) => lines.push(bytes.toString()));
  const ended = once(child, 'exit');
  const [ready] = (await once(child, 'message')) as [PartReadyMessage];
  running = {
    url: `${ready.url}/graphql`,
    lines,
    async stop() {
      if (isAlive(child)) child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
  return running;
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

describe('a built gateway', () => {
  it('answers a known operation before it has loaded its planner, and stops without it', async () => {
    const { url, lines, stop } = await startBundle();

    const ready = await fetch(new URL('/health/ready', url));
    const answer = await ask(url, known);
    const code = await stop();

    expect(built.plannedOperations).toBe(1);
    expect(await ready.json()).toEqual({ status: 'ready', supergraphId: built.supergraphId });
    expect(answer.body).toEqual({ data: { markets: germanyAndFrance } });
    expect(lines.join('')).not.toContain('planner.loaded');
    expect(code).toBe(0);
  });

  it('plans an operation that it does not know', async () => {
    const { url } = await startBundle();

    const answer = await ask(url, '{ markets { currency } dealerCount }');

    expect(answer.body).toEqual({
      data: { markets: [{ currency: 'EUR' }, { currency: 'EUR' }], dealerCount: 3 },
    });
  });

  it('answers without its plans if they are spoilt', async () => {
    const file = join(folder, 'built', preparedReleasePath);
    const whole = await readFile(file);
    await appendFile(file, ' ');

    const { url, lines } = await startBundle();
    const answer = await ask(url, known);
    await writeFile(file, whole);

    expect(answer.body).toEqual({ data: { markets: germanyAndFrance } });
    expect(lines.join('')).toContain('release.prepared_refused');
  });
});
