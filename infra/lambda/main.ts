// `npm run build:lambda`: bundles all functions into dist/lambda, or those that are named.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { buildBundle } from './build-bundle.ts';
import { lambdaBundles } from './lambda-bundles.ts';

const projectDirectory = fileURLToPath(new URL('../..', import.meta.url));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !lambdaBundles.some((bundle) => bundle.name === name));

if (unknown.length > 0) {
  const names = lambdaBundles.map(({ name }) => name).join(', ');
  console.error(`There is no function ${unknown.join(', ')}. There are: ${names}`);
  process.exitCode = 1;
} else {
  for (const bundle of lambdaBundles) {
    if (wanted.length > 0 && !wanted.includes(bundle.name)) continue;
    const built = await buildBundle(
      bundle,
      projectDirectory,
      join(projectDirectory, 'dist/lambda'),
    );
    const script = (built.scriptBytes / 1e6).toFixed(2);
    const other = (built.otherBytes / 1e6).toFixed(2);
    console.log(`dist/lambda/${built.name}  index.mjs ${script} MB, beside it ${other} MB`);
  }
}
