// No floating point where money is computed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../../..');
// Days and kilometres, no money.
const withoutMoney = new Set(['calendar-day.ts', 'mileage-forecast.ts']);
const forbidden = [
  /Math\.(round|floor|ceil|trunc|fround)\b/,
  /\bparseFloat\b/,
  /\btoFixed\b/,
  /\d\.\d/,
  / \/ /,
  / \/= /,
  /\*\*(?!\s*(months|BigInt))/,
];

function moneyFiles(): string[] {
  return ['services/pricing/calculation', 'services/maintenance/calculation'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !withoutMoney.has(file))
      .map((file) => join(folder, file)),
  );
}

function withoutCommentsAndTexts(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "''");
}

describe('the calculations of money', () => {
  it.each(moneyFiles())('%s divides and rounds through integers alone', (file) => {
    const source = withoutCommentsAndTexts(readFileSync(join(root, file), 'utf8'));

    const found = forbidden.filter((pattern) => pattern.test(source)).map(String);

    expect(found).toEqual([]);
  });

  it('are found', () => {
    expect(moneyFiles().length).toBeGreaterThan(15);
  });
});
