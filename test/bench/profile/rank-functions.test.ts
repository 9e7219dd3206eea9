// Ranking functions by the time that they were on top of the stack.
import { expect, it } from 'vitest';

import { rankFunctions } from '../../../bench/profile/rank-functions.ts';

it('ranks functions by their own time, leaves idling out, and names where they stand', () => {
  const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 6 });

  const ranked = rankFunctions(
    [
      { frames: [frame('(idle)')], microseconds: 900 },
      { frames: [frame('write', 'file:///a/b/c/d.ts'), frame('run')], microseconds: 30 },
      { frames: [frame('write', 'file:///a/b/c/d.ts')], microseconds: 45 },
      { frames: [frame('(garbage collector)')], microseconds: 25 },
    ],
    5,
  );

  expect(ranked).toEqual([
    { name: 'write b/c/d.ts:7', share: 0.75 },
    { name: '(garbage collector)', share: 0.25 },
  ]);
});
