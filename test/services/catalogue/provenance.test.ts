// Every row says where it comes from, and every source is listed.
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../services/catalogue/load-catalogue.ts';
import type { Catalogue } from '../../../services/catalogue/rows/catalogue.ts';
import type { Sourced } from '../../../services/catalogue/rows/sourced.ts';
import { createFaults } from './faults.ts';
import { listTables } from './list-tables.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

// Facts of law and what was made up have no file to check.
const WITHOUT_FILES = new Set(['Public record', 'marque generator']);
const SHA_256 = /^[0-9a-f]{64}$/;

interface SourceEntry {
  readonly name: string;
  readonly files: readonly { readonly sha256: string }[];
}

async function loadSourceEntries(): Promise<ReadonlyMap<string, SourceEntry>> {
  const file = new URL('../../../services/catalogue/sources.json', import.meta.url);
  const entries = JSON.parse(await readFile(file, 'utf8')) as readonly SourceEntry[];
  return new Map(entries.map((entry) => [entry.name, entry]));
}

const citedSources = (row: Sourced): readonly string[] =>
  row.source.replace(/ \(.*\)/, '').split(' + ');

describe('provenance', () => {
  it('stands on every row, and every cited source is listed with its checksum', async () => {
    const entries = await loadSourceEntries();
    const faults = createFaults();

    for (const [table, rows] of listTables(catalogue)) {
      faults.must(rows.length > 0, `${table} is empty`);
      for (const row of rows) {
        faults.must(['REAL', 'DERIVED', 'SYNTHETIC'].includes(row.provenance), table);
        for (const source of citedSources(row)) faults.must(entries.has(source), source);
      }
    }
    for (const entry of entries.values())
      faults.must(
        WITHOUT_FILES.has(entry.name) || entry.files.some((file) => SHA_256.test(file.sha256)),
        entry.name,
      );

    expect(faults.list).toEqual([]);
  });

  it('never calls real what the generator made up', () => {
    const faulty = listTables(catalogue).flatMap(([, rows]) =>
      rows.filter(
        (row) => citedSources(row).includes('marque generator') && row.provenance !== 'SYNTHETIC',
      ),
    );

    expect(faulty).toEqual([]);
  });

  it('is explained in NOTICE for each source', async () => {
    const notice = await readFile(new URL('../../../NOTICE', import.meta.url), 'utf8');

    for (const name of ['ADEME – Car Labelling', 'US EPA', 'NHTSA vPIC', 'Open EV Data'])
      expect(notice).toContain(name);
  });

  it('has at least 250 real variants, of every source and kind', () => {
    const real = catalogue.variants.filter((variant) => variant.provenance === 'REAL');
    const fuels = new Map(catalogue.engines.map((engine) => [engine.code, engine.fuel]));

    expect(real.length).toBeGreaterThanOrEqual(500);
    for (const source of [
      'ADEME – Car Labelling',
      'US EPA fueleconomy.gov',
      'Open EV Data',
      'NHTSA vPIC',
    ])
      expect(real.filter((row) => citedSources(row).includes(source)).length).toBeGreaterThan(10);
    expect(new Set(real.map((variant) => fuels.get(variant.engine)))).toEqual(
      new Set(['PETROL', 'DIESEL', 'ELECTRIC', 'PLUG_IN_HYBRID']),
    );
    expect(new Set(real.map((variant) => variant.brand)).size).toBe(4);
  });
});
