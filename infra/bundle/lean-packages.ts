// Makes packages that are loaded at every start load less of themselves.
import { readFile } from 'node:fs/promises';

import type { Plugin } from 'esbuild';

const undici = 'undici-in-part';

// What `undici/index.js` does, without its own fetch, its proxies, its mocks and its caches. They are
// half a megabyte, and load the same things of Node.js once more.
const undiciInPart = `
import Agent from 'undici/lib/dispatcher/agent.js';
import Client from 'undici/lib/dispatcher/client.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import api from 'undici/lib/api/index.js';
import dns from 'undici/lib/interceptor/dns.js';
import errors from 'undici/lib/core/errors.js';
Object.assign(Dispatcher.prototype, api);
const interceptors = { dns };
export { Agent, Client, Dispatcher, Pool, errors, interceptors };
`;

/** Gives our own code the part of undici that it uses, and of the table of media types what can be compressed. */
export const leanPackages: Plugin = {
  name: 'lean-packages',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, ({ path, importer }) =>
      importer.includes('node_modules') ? undefined : { path, namespace: undici },
    );
    build.onLoad({ filter: /.*/, namespace: undici }, () => ({
      contents: undiciInPart,
      resolveDir: build.initialOptions.absWorkingDir ?? process.cwd(),
    }));
    build.onLoad({ filter: /node_modules\/mime-db\/db\.json$/ }, async ({ path }) => ({
      contents: keepCompressible(await readFile(path, 'utf8')),
      loader: 'json',
    }));
  },
};

function keepCompressible(mediaTypes: string): string {
  const entries = Object.entries(
    JSON.parse(mediaTypes) as Record<string, { compressible?: boolean }>,
  );
  const kept = entries.flatMap(([type, { compressible }]) =>
    compressible === undefined ? [] : [[type, { compressible }] as const],
  );
  return JSON.stringify(Object.fromEntries(kept));
}
