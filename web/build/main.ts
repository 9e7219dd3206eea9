// Builds the explorer into web/dist: `npm run build`, and `npm ci` through the script `prepare`.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { compressFiles } from './compress-files.ts';

const webDirectory = fileURLToPath(new URL('..', import.meta.url));
const needed = ['vite', 'graphiql', 'react'];
const missing = needed.filter((name) => !isInstalled(name));

if (missing.length > 0) {
  console.log(
    `The explorer is not built: ${missing.join(', ')} not installed (npm ci --omit=dev?).`,
  );
  process.exitCode = process.argv.includes('--if-possible') ? 0 : 1;
} else {
  const startedAtMs = performance.now();
  const { build } = await import('vite');
  await build({ configFile: join(webDirectory, 'vite.config.ts') });
  await compressFiles(join(webDirectory, 'dist/assets'));
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
  console.log(`The explorer is built in web/dist (${seconds} s).`);
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
