// The gateways that are compared: ours, the stock one, and peers.
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runProgram } from '../machine/run-program.ts';
import type { ProcessCommand } from '../machine/start-process.ts';
import type { Contestant, ContestantSetup } from './contestant.ts';

type Prepare = (setup: ContestantSetup) => Promise<ProcessCommand>;

// No telemetry, and the mode that each peer is run in by its users.
const quiet = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  NODE_ENV: 'production',
  APOLLO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
} as const;

const gateway = {
  kind: 'gateway',
  runtime: 'node20',
  dedupe: false,
  path: '/graphql',
  peers: [],
} as const;

/** Our own gateway, without what it is started with. */
export const ourGateway = gateway;

/** On the Node that the project stands on. */
export const gateways: readonly Contestant[] = [
  { ...gateway, id: 'ours', name: 'marque', prepare: prepareOurs({}) },
  {
    ...gateway,
    id: 'ours-dedupe',
    name: 'marque, dedupe',
    dedupe: true,
    prepare: prepareOurs({ MARQUE_SHARE_EQUAL_QUERIES: 'true' }),
  },
  {
    ...gateway,
    id: 'ours-reference',
    name: 'marque, reference engine',
    prepare: prepareOurs({ MARQUE_ENGINE: 'reference' }),
  },
  {
    ...gateway,
    id: 'stock',
    name: '@apollo/gateway 2.14.4',
    path: '/',
    peers: ['apollo'],
    prepare: prepareStock,
  },
  {
    ...gateway,
    id: 'hive',
    name: 'Hive Gateway 2.15.1',
    peers: ['hive'],
    prepare: prepareHive([]),
  },
  {
    ...gateway,
    id: 'hive-router',
    name: 'Hive Gateway 2.15.1, router runtime',
    peers: ['hive'],
    prepare: prepareHive(['--hive-router-runtime']),
  },
  {
    ...gateway,
    id: 'hive-router-dedupe',
    name: 'Hive Gateway 2.15.1, router runtime, dedupe',
    dedupe: true,
    peers: ['hive'],
    prepare: prepareHive(['--hive-router-runtime', '--config-path', 'dedupe.config.mjs']),
  },
  {
    ...gateway,
    id: 'mercurius',
    name: 'Mercurius gateway 5.2.0',
    peers: ['mercurius'],
    prepare: prepareMercurius,
  },
  {
    ...gateway,
    id: 'grafbase',
    name: 'Grafbase 0.103.0, native',
    runtime: 'native',
    peers: ['grafbase'],
    prepare: prepareGrafbase,
  },
];

/** As in production: built once for the graph and its operations, by the Node that runs it. */
export function prepareOurs(settings: Readonly<Record<string, string>>): Prepare {
  return async (setup) => {
    const { graph, node, rootDirectory, workDirectory } = setup;
    const directory = join(workDirectory, 'gateway');
    if (!(await isThere(directory))) {
      const build = ['--import', 'tsx', 'infra/gateway/main.ts'];
      const args = [...build, '--graph', graph.directory, '--out', directory];
      const { code, output } = await runProgram(node, args, rootDirectory);
      if (code !== 0) throw new Error(`The gateway cannot be built: ${output}`);
    }
    const { config } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as {
      readonly config: { readonly nodeOptions: string };
    };
    return {
      program: node,
      args: [...config.nodeOptions.split(' '), 'main.mjs'],
      directory,
      environment: { ...describeOurs(setup), ...settings },
    };
  };
}

function describeOurs({ graph, port }: ContestantSetup): Record<string, string> {
  const urls = graph.subgraphs.map(({ name, url }): [string, string] => [
    `MARQUE_${name.toUpperCase()}_SUBGRAPH_URL`,
    url,
  ]);
  return {
    ...quiet,
    MARQUE_PORT: String(port),
    MARQUE_ADMIN_PORT: '0',
    MARQUE_LOG_LEVEL: 'error',
    ...Object.fromEntries(urls),
  };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function prepareStock(setup: ContestantSetup): Promise<ProcessCommand> {
  return runPeerMain(setup, 'apollo', setup.graph.plainSupergraphFile);
}

async function prepareMercurius(setup: ContestantSetup): Promise<ProcessCommand> {
  return runPeerMain(setup, 'mercurius', setup.graph.federation1File);
}

function runPeerMain(setup: ContestantSetup, peer: string, graphFile: string): ProcessCommand {
  return {
    program: setup.node,
    args: ['main.mjs', String(setup.port), graphFile],
    directory: join(setup.peersDirectory, peer),
    environment: quiet,
  };
}

function prepareHive(moreArgs: readonly string[]): Prepare {
  return async ({ graph, port, peersDirectory, node }) => ({
    program: node,
    args: [
      'node_modules/@graphql-hive/gateway/dist/bin.js',
      'supergraph',
      graph.plainSupergraphFile,
      '--port',
      String(port),
      '--host',
      '127.0.0.1',
      '--fork',
      '1',
      ...moreArgs,
    ],
    directory: join(peersDirectory, 'hive'),
    environment: { ...quiet, LOG_LEVEL: 'error' },
  });
}

async function prepareGrafbase(setup: ContestantSetup): Promise<ProcessCommand> {
  const { graph, port, workDirectory, peersDirectory } = setup;
  await mkdir(workDirectory, { recursive: true });
  const tables = await Promise.all(
    graph.subgraphs.map(async ({ name, url, sdlFile }) => {
      const file = join(workDirectory, `${name}.graphql`);
      await writeFile(file, await readFile(sdlFile));
      return `[subgraphs.${name}]\nurl = "${url}"\nschema_path = "${file}"\n`;
    }),
  );
  const configFile = join(workDirectory, 'grafbase.toml');
  await writeFile(configFile, ['[graph]\nintrospection = false\n', ...tables].join('\n'));
  const folder = 'grafbase/node_modules/@grafbase/cli-x86_64-unknown-linux-musl';
  return {
    program: join(peersDirectory, folder, 'grafbase'),
    args: ['dev', '--config', configFile, '--listen-address', `127.0.0.1:${port}`],
    directory: workDirectory,
    // One worker thread; and a home of its own, so that nobody's login is found.
    environment: { ...quiet, TOKIO_WORKER_THREADS: '1', HOME: workDirectory },
  };
}
