// Telling fetches made together from fetches made one after the other.
import { expect, it } from 'vitest';

import { groupIntoWaves } from '../../../bench/responder/fetch-waves.ts';

it('begins a wave with each fetch that waited for an answer', () => {
  const fetches = [
    { subgraph: 'c', body: '', arrivedMs: 12, answeredMs: 17 },
    { subgraph: 'a', body: '', arrivedMs: 0, answeredMs: 5 },
    { subgraph: 'b', body: '', arrivedMs: 1, answeredMs: 11 },
    { subgraph: 'd', body: '', arrivedMs: 13, answeredMs: 18 },
  ];

  const waves = groupIntoWaves(fetches).map((wave) => wave.map(({ subgraph }) => subgraph));

  expect(waves).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});
