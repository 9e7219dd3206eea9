// Files that a developer has just saved: those that cannot be read are named with their line.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findSyntaxFaults } from '../../../infra/local/syntax-faults.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marque-syntax-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('findSyntaxFaults', () => {
  it('names file, line and column of TypeScript and JSON that cannot be read, and nothing else', async () => {
    await writeFile(join(folder, 'good.ts'), 'export const a: number = 1;\n');
    await writeFile(join(folder, 'bad.ts'), 'export const a = 1;\n  const = 2;\n');
    await writeFile(join(folder, 'bad.json'), '{\n  "a": }\n');
    await writeFile(join(folder, 'schema.graphql'), 'type {');

    const faults = await findSyntaxFaults(folder, [
      'good.ts',
      'bad.ts',
      'bad.json',
      'gone.ts',
      'schema.graphql',
    ]);

    expect(faults.map(({ path }) => path)).toEqual(['bad.ts', 'bad.json']);
    expect(faults[0]?.description).toMatch(/^bad\.ts:2:9: \S/);
    expect(faults[1]?.description).toMatch(/^bad\.json:2:8: \S/);
  });
});
