// The checked-in supergraph is what the subgraphs' schemas compose to today.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { composeSupergraph } from '../../schema/composition/compose.ts';
import { loadSubgraphs } from '../../schema/composition/load-subgraphs.ts';

const projectDirectory = fileURLToPath(new URL('../..', import.meta.url));

describe('schema/supergraph.graphql', () => {
  it('is current: `npm run compose` would write the same bytes', async () => {
    const checkedIn = await readFile(`${projectDirectory}schema/supergraph.graphql`, 'utf8');

    const outcome = composeSupergraph(await loadSubgraphs(`${projectDirectory}subgraphs`));

    expect(outcome.status === 'composed' ? outcome.supergraphSdl : outcome.errors).toBe(checkedIn);
  });

  it('names no address at which anything could run', async () => {
    const checkedIn = await readFile(`${projectDirectory}schema/supergraph.graphql`, 'utf8');

    const urls = [...checkedIn.matchAll(/@join__graph\(name: "([^"]+)", url: "([^"]+)"\)/g)];

    expect(urls.map(([, name, url]) => [name, url])).toEqual(
      ['maintenance', 'options', 'pricing', 'vehicle'].map((name) => [
        name,
        `http://${name}.subgraph.invalid/graphql`,
      ]),
    );
  });
});
