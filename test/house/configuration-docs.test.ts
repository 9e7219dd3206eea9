// docs/configuration.md and the config.ts files say the same, in both directions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { describeConfiguration as describeCli } from '../../cli/config.ts';
import { describeConfiguration as describeGateway } from '../../gateway/config.ts';
import { describeConfiguration as describeInfraLocal } from '../../infra/local/config.ts';
import { describeConfiguration as describeServicesVehicle } from '../../services/vehicle/config.ts';
import { describeConfiguration as describeServicesOptions } from '../../services/options/config.ts';
import { describeConfiguration as describeServicesPricing } from '../../services/pricing/config.ts';
import { describeConfiguration as describeServicesMaintenance } from '../../services/maintenance/config.ts';
import { describeConfiguration as describeSubgraphsVehicle } from '../../subgraphs/vehicle/config.ts';
import { describeConfiguration as describeSubgraphsOptions } from '../../subgraphs/options/config.ts';
import { describeConfiguration as describeSubgraphsPricing } from '../../subgraphs/pricing/config.ts';
import { describeConfiguration as describeSubgraphsMaintenance } from '../../subgraphs/maintenance/config.ts';
import { describeConfiguration as describeLambda } from '../../runtime/lambda/config.ts';
import { localParts } from '../../infra/local/local-parts.ts';
import type { DescribedVariable } from '../../runtime/configuration.ts';
import { readSourceFiles, rootFolder } from './read-source-files.ts';

const text = readFileSync(join(rootFolder, 'docs/configuration.md'), 'utf8');
const configFiles = readSourceFiles()
  .map(({ path }) => path)
  .filter((path) => /(^|\/)config\.ts$/.test(path))
  .toSorted();

const described: ReadonlyMap<string, readonly DescribedVariable[]> = new Map([
  ['cli/config.ts', describeCli()],
  ['gateway/config.ts', describeGateway()],
  ['infra/local/config.ts', describeInfraLocal()],
  ['runtime/lambda/config.ts', describeLambda()],
  ['services/vehicle/config.ts', describeServicesVehicle()],
  ['services/options/config.ts', describeServicesOptions()],
  ['services/pricing/config.ts', describeServicesPricing()],
  ['services/maintenance/config.ts', describeServicesMaintenance()],
  ['subgraphs/vehicle/config.ts', describeSubgraphsVehicle()],
  ['subgraphs/options/config.ts', describeSubgraphsOptions()],
  ['subgraphs/pricing/config.ts', describeSubgraphsPricing()],
  ['subgraphs/maintenance/config.ts', describeSubgraphsMaintenance()],
]);

describe('docs/configuration.md', () => {
  it('is compared with every config.ts that there is', () => {
    expect([...described.keys()].toSorted()).toEqual(configFiles);
    expect([...readDocumentedRows(text).keys()].toSorted()).toEqual(configFiles);
  });

  it.each(configFiles)('has the variables of %s with default, kind and meaning', (file) => {
    const documented = readDocumentedRows(text).get(file) ?? [];
    const declared = (described.get(file) ?? []).map(writeRow);

    expect(documented.toSorted()).toEqual(declared.toSorted());
  });

  it('would be caught with a variable too few, one too many, or a wrong default', () => {
    const row = /^\| `MARQUE_MAX_DEPTH`.*\n/m.exec(text)?.[0] ?? '';
    const declared = (described.get('gateway/config.ts') ?? []).map(writeRow).toSorted();
    const broken = [
      text.replace(row, ''),
      text.replace(row, row + row.replace('MAX_DEPTH', 'MAX_NOTHING')),
      text.replace(row, row.replace('`25`', '`26`')),
    ];

    const taken = broken.filter(
      (changed) =>
        readDocumentedRows(changed).get('gateway/config.ts')?.toSorted().join('\n') ===
        declared.join('\n'),
    );

    expect(row).toContain('`25`');
    expect(taken).toEqual([]);
  });

  it('names no variable in its prose that no process reads', () => {
    const known = new Set([...described.values()].flat().map(({ name }) => name));
    const named = [...text.matchAll(/\bMARQUE_[A-Z_<>]*[A-Z]/g)].map(([name]) => name);

    expect(named.filter((name) => !known.has(name) && !name.includes('<NAME>'))).toEqual([]);
  });
});

describe('variables', () => {
  it('mean one thing in every process that reads them', () => {
    const meanings = new Map<string, Set<string>>();
    for (const [file, variables] of described)
      for (const entry of variables) {
        // The stack hands its variables on to the parts, with defaults for a laptop.
        const isReaderOfOthers = ['cli/config.ts', 'infra/local/config.ts'].includes(file);
        const meaning = isReaderOfOthers ? entry.value : writeRow(entry);
        const kind = isReaderOfOthers ? 'kind' : 'row';
        const key = `${entry.name} ${kind}`;
        meanings.set(key, (meanings.get(key) ?? new Set()).add(meaning));
      }

    const ambiguous = [...meanings].filter(([, said]) => said.size > 1).map(([key]) => key);
    expect(ambiguous).toEqual([]);
  });

  it('of the parts of the local stack are all described', () => {
    const local = new Set(described.get('infra/local/config.ts')?.map(({ name }) => name));
    const teams = /^MARQUE_(VEHICLE|OPTIONS|PRICING|MAINTENANCE)_/;
    const missing = localParts
      .flatMap(({ portVariable, urlVariable }) => [portVariable, urlVariable])
      .filter((name) => !local.has(name.replace(teams, 'MARQUE_<NAME>_')));

    expect(missing).toEqual([]);
  });
});

function writeRow({ name, value, isRequired, description, ...rest }: DescribedVariable): string {
  const optional = rest.default === undefined ? '–' : `\`${rest.default}\``;
  const ifUnset = isRequired ? 'required' : optional;
  return [`\`${name}\``, value, ifUnset, description].join(' | ');
}

/**
 * The tables' rows by the config.ts that they stand for: each section says by which files it is
 * read, and `<NAME>` in a team's section stands for the team.
 */
function readDocumentedRows(document: string): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, string[]>();
  for (const section of document.split(/^##+ /m)) {
    const readers = [...section.matchAll(/\]\(\.\.\/([\w/-]+\/config\.ts)\)/g)];
    for (const [, file = ''] of readers) {
      const team = /^(?:subgraphs|services)\/([\w-]+)\//.exec(file)?.[1]?.toUpperCase();
      const cells = [...section.matchAll(/^\| (`(?:MARQUE|OTEL|AWS)_.*) \|$/gm)].map(
        ([, row = '']) =>
          row
            .split('|')
            .map((cell) => cell.trim())
            .join(' | '),
      );
      const own = cells.map((row) => row.replace('<NAME>', team ?? '<NAME>'));
      rows.set(file, [...(rows.get(file) ?? []), ...own]);
    }
  }
  return rows;
}
