// A trace as lines: nested as the fetches were, and safe to print.
import { describe, expect, it } from 'vitest';

import { describeTrace } from '../../../cli/query/describe-trace.ts';

const plain = (_colour: string, text: string): string => text;
const totals = { fetches: 2, restCalls: 3 };
const calls = { service: 'pricing', resource: 'item-prices' };

describe('describeTrace', () => {
  it('draws fetches below their group and REST calls below their fetch', () => {
    const trace = {
      kind: 'sequence',
      nodes: [
        { kind: 'fetch', subgraph: 'vehicle', path: '', startMs: 1, ms: 20, restCalls: [] },
        {
          kind: 'fetch',
          subgraph: 'pricing',
          path: 'variants.@',
          entities: 1,
          startMs: 21,
          ms: 9.25,
          restCalls: [{ ...calls, count: 3, ms: 8.5, retries: 1, ids: ['a', 'b', 'c', 'd'] }],
        },
      ],
    };

    expect(describeTrace({ totals, trace }, 42, plain)).toEqual([
      '2 fetches, 3 REST calls, 42 ms',
      '└─ one after the other',
      '   ├─ vehicle  20 ms, from 1.0 ms',
      '   └─ pricing at variants.@ (1 entity)  9.3 ms, from 21 ms',
      '      └─ REST pricing/item-prices ×3  8.5 ms, 1 tried again  a b c … 4 in all',
    ]);
  });

  it('says that a fetch was not needed', () => {
    const trace = { kind: 'fetch', subgraph: 'vehicle', path: '', restCalls: [] };

    expect(describeTrace({ totals, trace }, 1, plain)).toContain(
      '└─ vehicle  not sent: nothing to fetch',
    );
  });

  it('says who may see a trace where there is none', () => {
    expect(describeTrace(undefined, 1, plain).join(' ')).toContain('cost:read');
  });

  it('makes control characters of others visible', () => {
    const restCalls = [{ ...calls, count: 1, ids: ['\u001b[2J'] }];
    const trace = { kind: 'fetch', subgraph: 'a', path: '', startMs: 0, ms: 1, restCalls };

    const text = describeTrace({ totals, trace }, 1, plain).join('\n');

    expect(text).toContain('\\u001b[2J');
    expect(text).not.toContain('\u001b');
  });
});
