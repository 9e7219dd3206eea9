// Usage of a running gateway, from requests to what the admin port shows.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestGraph } from '../../test-graph.ts';
import type { UsageReport } from '../../../../gateway/telemetry/usage/usage-report.ts';

let graph: TestGraph;
let adminUrl: string;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'usage-'));
  graph = await startTestGraph({
    env: {
      MARQUE_ENGINE: 'compiled',
      MARQUE_USAGE_DIR: directory,
      MARQUE_USAGE_FIELD_SAMPLE_RATIO: '1',
      MARQUE_USAGE_RECORD_RATIO: '1',
    },
  });
  adminUrl = graph.part.adminUrl ?? '';
});
afterAll(async () => {
  await graph.stop();
  await rm(directory, { recursive: true });
});

const readUsage = async (): Promise<UsageReport> =>
  (await (await fetch(`${adminUrl}/usage`)).json()) as UsageReport;

describe('usage', () => {
  it('x', async () => {
    for (let i = 0; i < 3; i++) {
      const a = await ask(
        graph.url,
        'query Shown { markets { id name currency broken } things { ... on Market { id name } } market(id: "X") { name } }',
        { headers: { 'apollographql-client-name': 'web', 'apollographql-client-version': '1' } },
      );
      console.log(a.text);
    }
    console.log(JSON.stringify(await readUsage(), null, 1));
    console.log(await (await fetch(`${adminUrl}/usage/recordings`)).text());
    console.log(
      await (await fetch(`${adminUrl}/metrics`)).text().then((t) =>
        t
          .split('\n')
          .filter((l) => l.includes('usage'))
          .join('\n'),
      ),
    );
    console.log(
      await readdir(directory),
      await readFile(join(directory, (await readdir(directory))[0] ?? ''), 'utf8'),
    );
    console.log(await (await fetch(`${adminUrl}/usage/clients/web`, { method: 'DELETE' })).text());
  });
});
