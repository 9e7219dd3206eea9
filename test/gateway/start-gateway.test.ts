// Which graph a gateway serves.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { loadGatewaySettings } from '../../gateway/start-gateway.ts';

const subgraph = 'shop';
const supergraphSdl = `enum join__Graph { SHOP @join__graph(name: "${subgraph}", url: "") }`;

describe('loadGatewaySettings', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'graph-'));
    await mkdir(join(directory, 'schema'));
    await mkdir(join(directory, 'subgraphs', subgraph), { recursive: true });
    await writeFile(join(directory, 'schema/supergraph.graphql'), supergraphSdl);
    await writeFile(join(directory, 'subgraphs', subgraph, 'schema.graphql'), 'type Query');
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('takes the graph of the folder that the environment names', async () => {
    const settings = await loadGatewaySettings({
      MARQUE_GRAPH_DIR: directory,
      MARQUE_SHOP_SUBGRAPH_URL: 'http://127.0.0.1:1/graphql',
    });

    expect(settings.supergraphSdl).toBe(supergraphSdl);
    expect(settings.subgraphs).toEqual([
      { name: subgraph, sdl: 'type Query', url: 'http://127.0.0.1:1/graphql' },
    ]);
  });

  it('takes the graph of the given folder where the environment names none', async () => {
    await expect(loadGatewaySettings({}, directory)).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining('MARQUE_SHOP_SUBGRAPH_URL') as string,
    });
  });
});
