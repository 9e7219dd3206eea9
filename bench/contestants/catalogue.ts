// All contestants by id: the gateways, the limits, and those that run on Node 24 as well.
import { join } from 'node:path';

import type { Contestant, ContestantSetup } from './contestant.ts';
import { gateways } from './gateways.ts';

const limits: readonly Contestant[] = [
  createLimit('limit-http', 'limit: Node HTTP, same bytes', 'plain-http.mjs'),
  createLimit('limit-proxy', 'limit: proxy by hand, same fetches', 'proxy.mjs'),
];
const alsoOnNode24 = new Set([
  'ours',
  'ours-dedupe',
  'stock',
  'hive-router',
  'hive-router-dedupe',
  'limit-proxy',
]);

/** In the order of tables. */
export const contestants: readonly Contestant[] = [...gateways, ...limits].flatMap((contestant) =>
  alsoOnNode24.has(contestant.id) ? [contestant, moveToNode24(contestant)] : [contestant],
);

/** Parses `name=url`; `undefined` if it is not of that form. */
export function parseTarget(text: string): Contestant | undefined {
  const at = text.indexOf('=');
  const [id, url] = [text.slice(0, at), text.slice(at + 1)];
  if (!/^[\w-]+$/.test(id) || !URL.canParse(url)) return undefined;
  return {
    id,
    name: id,
    kind: 'url',
    runtime: 'native',
    dedupe: false,
    peers: [],
    path: '',
    url,
  };
}

function createLimit(id: string, name: string, file: string): Contestant {
  return {
    id,
    name,
    kind: 'limit',
    runtime: 'node20',
    dedupe: false,
    peers: [],
    path: '/graphql',
    prepare: async ({ port, peersDirectory, answersFile, node }: ContestantSetup) => ({
      program: node,
      args: [join('limits', file), String(port), answersFile],
      directory: peersDirectory,
      environment: {},
    }),
  };
}

function moveToNode24(contestant: Contestant): Contestant {
  return {
    ...contestant,
    id: `${contestant.id}-node24`,
    name: `${contestant.name} (Node 24)`,
    runtime: 'node24',
    peers: [...contestant.peers, 'node-24'],
  };
}
