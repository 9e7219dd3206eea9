// Runs a built gateway for a moment, so that what Node.js compiles at a start is kept beside it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import * as module from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';

import type { PreparedPlan } from '../../gateway/engine/planner/prepared-plans.ts';
import type { PartReadyMessage } from '../../runtime/run-part.ts';
import { subgraphUrlVariable } from '../../gateway/config.ts';
import { gatewayNodeOptions } from './gateway-node-options.ts';

/** What is run. */
export interface CompileCacheOptions {
  /** Where `buildGateway` built; the cache goes to `compile-cache` in it. */
  readonly directory: string;
  readonly subgraphNames: readonly string[];
  /** Some are asked for, so that what answers them is compiled, too. */
  readonly operations: readonly PreparedPlan[];
}

const askedOperations = 3;
// For Apollo Server and the planner, which the known ones do without.
const unknownOperation = 'query FillCompileCache { __typename }';
const startTimeoutMs = 30_000;

/** Fills the cache for the Node.js that runs this; `absent` if it has none. */
export async function fillCompileCache(options: CompileCacheOptions): Promise<'filled' | 'absent'> {
  const { directory, subgraphNames, operations } = options;
  await rm(join(directory, 'compile-cache'), { recursive: true, force: true });
  if (!('enableCompileCache' in module)) return 'absent';

  const upstream = await startEmptyUpstream();
  const { port } = upstream.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/graphql`;
  const gateway = spawn(process.execPath, [...gatewayNodeOptions, 'main.mjs'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      MARQUE_HOST: '127.0.0.1',
      MARQUE_PORT: '0',
      MARQUE_ENGINE: 'compiled',
      MARQUE_LOG_LEVEL: 'silent',
      ...Object.fromEntries(subgraphNames.map((name) => [subgraphUrlVariable(name), url])),
    },
  });
  try {
    const ready = await waitUntilReady(gateway);
    const known = operations.slice(0, askedOperations).map(({ query }) => query);
    for (const query of [...known, unknownOperation]) {
      const response = await fetch(`${ready.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      await response.text();
    }
  } finally {
    // It writes the cache when it ends.
    if (gateway.exitCode === null && gateway.signalCode === null) {
      gateway.kill('SIGTERM');
      await once(gateway, 'exit');
    }
    upstream.close();
  }
  return 'filled';
}

/** Subgraphs without data: it is the way there and back that counts. */
async function startEmptyUpstream(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json').end('{"data":null}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function waitUntilReady(gateway: ChildProcess): Promise<PartReadyMessage> {
  const signal = AbortSignal.timeout(startTimeoutMs);
  const ended = once(gateway, 'exit', { signal }).then(() => {
    throw new Error('The built gateway ended at its start.');
  });
  const [message] = (await Promise.race([once(gateway, 'message', { signal }), ended])) as [
    PartReadyMessage,
  ];
  return message;
}
