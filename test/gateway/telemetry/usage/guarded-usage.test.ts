// Usage of operations that the guard takes parts out of, or refuses.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { UsageReport } from '../../../../gateway/telemetry/usage/usage-report.ts';
import { ask, startTestGraph, type TestGraph } from '../../test-graph.ts';

const readerToken = 'reader-0123456789abcdef-x';

describe('usage behind the guard', () => {
  let graph: TestGraph;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'usage-'));
    graph = await startTestGraph({
      env: {
        MARQUE_USAGE: 'file',
        MARQUE_USAGE_DIR: directory,
        MARQUE_USAGE_FIELD_SAMPLE_RATIO: '1',
        MARQUE_ADMIN_READER_TOKEN: readerToken,
        MARQUE_COST_MODE: 'enforce',
        MARQUE_COST_LIMIT: '100',
      },
    });
  });
  afterAll(async () => {
    await graph.stop();
    await rm(directory, { recursive: true });
  });

  const readUsage = async (): Promise<UsageReport> => {
    const headers = { authorization: `Bearer ${readerToken}` };
    const reply = await fetch(`${graph.part.adminUrl}/usage`, { headers });
    return (await reply.json()) as UsageReport;
  };
  const readFigures = ({ fields }: UsageReport, coordinate: string): unknown[] | undefined => {
    const field = fields.find((one) => one.coordinate === coordinate);
    return field && [field.requests, field.sampled, field.sampledNulls, field.errors];
  };

  it('a denied field is asked for, but neither null nor at fault', async () => {
    const query = 'query Denied { secret brand markets { id } vehicle(vin: "a") { vin } }';
    for (let index = 0; index < 3; index += 1) {
      const { body } = await ask(graph.url, query);
      expect(body.errors).toHaveLength(2);
    }

    const report = await readUsage();

    expect(readFigures(report, 'Query.secret')).toEqual([3, 0, 0, 0]);
    expect(readFigures(report, 'Query.vehicle')).toEqual([3, 0, 0, 0]);
    expect(readFigures(report, 'Query.brand')).toEqual([3, 3, 0, 0]);
    expect(readFigures(report, 'Market.id')).toEqual([3, 6, 0, 0]);
    expect(report.operations.find(({ name }) => name === 'Denied')).toMatchObject({ partial: 3 });
  });

  it('a denied object that makes its list null counts as a null of the list', async () => {
    await ask(graph.url, 'query Nulled { things { ... on Vehicle { mileageKm } } }');

    const report = await readUsage();

    expect(readFigures(report, 'Query.things')).toEqual([1, 1, 1, 0]);
    expect(readFigures(report, 'Vehicle.mileageKm')).toEqual([1, 0, 0, 0]);
  });

  it('an operation that costs too much is no usage', async () => {
    const aliases = Array.from({ length: 40 }, (_, index) => `a${index}: markets { name }`);
    const { body } = await ask(graph.url, `query Costly { ${aliases.join(' ')} }`);

    const report = await readUsage();

    expect(body.errors?.[0]?.extensions?.['code']).toBe('COST_ESTIMATED_TOO_EXPENSIVE');
    expect(report.operations.map(({ name }) => name)).not.toContain('Costly');
  });
});
