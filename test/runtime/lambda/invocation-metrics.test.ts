// One line an invocation, which CloudWatch takes for metrics.
import { describe, expect, it } from 'vitest';

import {
  createInvocationMetrics,
  type WorkFigures,
} from '../../../runtime/lambda/invocation-metrics.ts';
import { createFakeClock } from '../create-fake-clock.ts';
import { readEmbeddedMetrics } from './embedded-metrics.ts';

const work: WorkFigures = {
  operation: 'Prices',
  operationType: 'query',
  execution: 'partial',
  release: '5908db1a59fe',
  errors: 1,
  fetches: 2,
  restCalls: 3,
  cacheHits: 4,
  cacheMisses: 5,
};

function createMetrics({ isEnabled = true } = {}) {
  const lines: string[] = [];
  const clock = createFakeClock();
  const metrics = createInvocationMetrics({
    part: 'gateway',
    clock: { ...clock, nowMs: () => 1_790_000_000_000 },
    loadConfig: () => ({ isEnabled, namespace: 'shop/graph', functionName: 'graph-prod' }),
    writeLine: (line) => void lines.push(line),
  });
  return { metrics, lines, clock };
}

describe('the line of an invocation', () => {
  it('has the shape of the embedded metric format, with bounded dimensions', () => {
    const { metrics, lines, clock } = createMetrics();
    const end = metrics.begin();
    metrics.record(work);
    clock.advance(12.5);

    end({ requestId: 'r-1', correlationId: 'c-1', status: 200 });

    expect(lines).toHaveLength(1);
    const read = readEmbeddedMetrics(lines[0] ?? '');
    expect(read.namespace).toBe('shop/graph');
    expect(read.dimensionSets).toEqual([
      ['part', 'function'],
      ['part', 'function', 'release', 'type'],
    ]);
    expect(read.dimensions).toEqual({
      part: 'gateway',
      function: 'graph-prod',
      release: '5908db1a59fe',
      type: 'query',
    });
    expect(read.metrics).toEqual({
      invocations: 1,
      coldStarts: 1,
      faults: 0,
      errors: 1,
      fetches: 2,
      restCalls: 3,
      cacheHits: 4,
      cacheMisses: 5,
      duration: 12.5,
    });
    expect(read.fields).toMatchObject({
      operation: 'Prices',
      execution: 'partial',
      requestId: 'r-1',
      correlationId: 'c-1',
      status: 200,
    });
  });

  it('says of the first invocation alone that it started cold', () => {
    const { metrics, lines } = createMetrics();

    metrics.begin()({ requestId: 'r-1', status: 200 });
    metrics.begin()({ requestId: 'r-2', status: 200 });

    expect(lines.map((line) => readEmbeddedMetrics(line).metrics['coldStarts'])).toEqual([1, 0]);
  });

  it('takes nothing over from the invocation before', () => {
    const { metrics, lines } = createMetrics();
    const end = metrics.begin();
    metrics.record(work);
    end({ requestId: 'r-1', status: 200 });

    metrics.begin()({ requestId: 'r-2', status: 404 });

    const { dimensionSets, metrics: figures } = readEmbeddedMetrics(lines[1] ?? '');
    expect(dimensionSets).toEqual([['part', 'function']]);
    expect(figures).toMatchObject({ fetches: 0, restCalls: 0, errors: 0, faults: 0 });
  });

  it('counts what failed, and what was never answered', () => {
    const { metrics, lines } = createMetrics();

    metrics.begin()({ requestId: 'r-1', status: 504 });
    metrics.begin()({ requestId: 'r-2' });

    expect(lines.map((line) => readEmbeddedMetrics(line).metrics['faults'])).toEqual([1, 1]);
  });

  it('is not written where it is switched off', () => {
    const { metrics, lines } = createMetrics({ isEnabled: false });

    metrics.begin()({ requestId: 'r-1', status: 200 });

    expect(lines).toEqual([]);
  });
});
