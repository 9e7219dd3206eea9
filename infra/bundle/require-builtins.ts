// Lets modules of Node.js be required where they are imported: an import reads every export of them.
import { builtinModules } from 'node:module';

import type { Plugin } from 'esbuild';

const namespace = 'builtin';
const names = builtinModules.join('|');

/**
 * An `import` of `node:http` reads its `WebSocket` and so loads all of the HTTP client that Node.js
 * brings along, some 40 ms of a start that needs none of it.
 */
export const requireBuiltins: Plugin = {
  name: 'require-builtins',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(?:node:.+|${names})$`) }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};
