// Reading schemas from a folder.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { loadSubgraphs } from '../../../schema/composition/load-subgraphs.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'subgraphs-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('loadSubgraphs', () => {
  it('loads every folder that holds a schema, by name, and no other', async () => {
    await Promise.all(['b', 'a', 'server'].map((name) => mkdir(join(directory, name))));
    await writeFile(join(directory, 'a', 'schema.graphql'), 'type Query { a: Int }');
    await writeFile(join(directory, 'b', 'schema.graphql'), 'type Query { b: Int }');
    await writeFile(join(directory, 'README.md'), '');

    const subgraphs = await loadSubgraphs(directory);

    expect(subgraphs).toEqual([
      { name: 'a', url: 'http://a.subgraph.invalid/graphql', sdl: 'type Query { a: Int }' },
      { name: 'b', url: 'http://b.subgraph.invalid/graphql', sdl: 'type Query { b: Int }' },
    ]);
  });

  it('rejects where there is no such folder', async () => {
    await expect(loadSubgraphs(join(directory, 'none'))).rejects.toThrow('ENOENT');
  });
});
