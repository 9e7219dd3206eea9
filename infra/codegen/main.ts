// `npm run generate`: brings every generated file up to date and says which ones changed.
import path from 'node:path';

import { generateFiles } from './generate-files.ts';
import { writeStaleFiles } from './generated-file.ts';

const root = path.resolve(import.meta.dirname, '../..');
const written = await writeStaleFiles(root, await generateFiles(root));

console.log(
  written.length === 0
    ? 'All generated files are current.'
    : written.map((file) => `wrote ${file}`).join('\n'),
);
