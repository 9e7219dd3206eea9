// Loading the supergraph that a gateway starts with.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { loadSupergraph } from '../../../gateway/release/load-supergraph.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'project-'));
  await mkdir(join(directory, 'schema'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('loadSupergraph', () => {
  it('loads the checked-in supergraph with the schema of each subgraph in it', async () => {
    const loaded = await loadSupergraph(fileURLToPath(new URL('../../..', import.meta.url)));

    expect(loaded.subgraphs.map(({ name }) => name)).toEqual([
      'maintenance',
      'options',
      'pricing',
      'vehicle',
    ]);
    expect(loaded.subgraphs.every(({ sdl }) => sdl.includes('directive @vary'))).toBe(true);
  });

  it.each([
    ['there is no file', undefined],
    ['it is no supergraph', 'type Query { a: Int }'],
    ['a subgraph has no schema', 'enum join__Graph { A @join__graph(name: "a", url: "") }'],
  ])('says how to compose one where %s', async (_name, sdl) => {
    if (sdl !== undefined) await writeFile(join(directory, 'schema', 'supergraph.graphql'), sdl);

    await expect(loadSupergraph(directory)).rejects.toMatchObject({
      code: 'SUPERGRAPH_UNREADABLE',
      message: expect.stringContaining('npm run compose') as string,
    });
  });
});
