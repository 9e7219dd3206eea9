// The line under an answer.
import { describe, expect, it } from 'vitest';

import { describeRunCost, readRunCost } from '../../web/explorer/run-cost.ts';

const fetches = [
  { subgraph: 'vehicle', count: 1, ms: 4.2 },
  { subgraph: 'pricing', count: 2, ms: 30 },
];

describe('readRunCost', () => {
  it('tells fetches, REST calls and time, the busiest subgraph first', () => {
    const totals = { fetches: 3, restCalls: 1 };

    const cost = readRunCost({ extensions: { marque: { fetches, restCalls: [], totals } } }, 41.4);

    expect(describeRunCost(cost)).toBe('3 fetches · 1 REST call · 41 ms');
    expect(cost.fetches.map(({ subgraph }) => subgraph)).toEqual(['pricing', 'vehicle']);
  });

  it('tells the time alone where the gateway does not say', () => {
    const answers = [undefined, null, 'x', {}, { extensions: { marque: { totals: {} } } }];

    expect(answers.map((answer) => describeRunCost(readRunCost(answer, 7)))).toEqual(
      answers.map(() => '7 ms'),
    );
  });
});
