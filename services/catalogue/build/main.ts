// `npm run catalogue -- --sources DIR`: makes the tables and the list of sources anew.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { buildCatalogue } from './build-catalogue.ts';
import { loadSources } from './read-sources.ts';

const { values } = parseArgs({ options: { sources: { type: 'string' } } });
if (values.sources === undefined) {
  console.error('usage: npm run catalogue -- --sources DIR');
  process.exitCode = 2;
} else await writeCatalogue(values.sources);

async function writeCatalogue(sourcesDirectory: string): Promise<void> {
  const sources = await loadSources(sourcesDirectory);
  const catalogue = buildCatalogue(sources);
  const tables = new URL('../tables/', import.meta.url);
  await mkdir(fileURLToPath(tables), { recursive: true });
  for (const [name, rows] of Object.entries(catalogue) as [string, readonly unknown[]][]) {
    const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
    await writeFile(new URL(`${name}.json`, tables), `[\n${lines}\n]\n`);
    console.log(`${name}: ${rows.length} rows`);
  }
  await writeFile(
    new URL('../sources.json', import.meta.url),
    `${JSON.stringify(sources.entries, null, 2)}\n`,
  );
}
