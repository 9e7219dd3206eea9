// Starts the bundle with the compile cache that lies beside it, or in the folder that NODE_COMPILE_CACHE names.
import * as module from 'node:module';
import { fileURLToPath } from 'node:url';

// Node.js 20 has none; a folder that cannot be written is read all the same.
module.enableCompileCache?.({
  directory: fileURLToPath(new URL('compile-cache', import.meta.url)),
  portable: true,
});
await import('./gateway.mjs');
