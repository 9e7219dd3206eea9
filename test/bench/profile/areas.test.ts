// Sorting stacks into areas.
import { describe, expect, it } from 'vitest';

import { findArea, shareByArea } from '../../../bench/profile/areas.ts';
import { listStackTimes } from '../../../bench/profile/cpu-profile.ts';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 0 });
const plan = frame('buildPlan', 'file:///x/node_modules/@apollo/query-planner/dist/buildPlan.js');
const server = frame('execute', 'file:///x/node_modules/@apollo/server/dist/runHttpQuery.js');

describe('findArea', () => {
  it.each([
    [[frame('(idle)')], undefined],
    [[frame('(garbage collector)'), plan], 'garbage collection'],
    [[frame('parse'), server], 'JSON'],
    [[frame('writev'), server], 'sockets'],
    [[frame('map'), plan, server], 'planning'],
    [[frame('map'), server], 'server'],
    [[frame('who'), frame('knows', 'file:///nowhere.js')], 'other'],
  ])('of %j is %s', (frames, area) => {
    expect(findArea(frames)).toBe(area);
  });
});

describe('shareByArea', () => {
  it('divides by the time that was not idle, within the window', () => {
    const profile = {
      nodes: [
        { id: 1, callFrame: frame('(root)'), children: [2, 3, 4] },
        { id: 2, callFrame: frame('(idle)') },
        { id: 3, callFrame: plan },
        { id: 4, callFrame: server },
      ],
      startTime: 1_000,
      samples: [3, 2, 3, 4, 4],
      timeDeltas: [100, 100, 100, 100, 200],
    };

    const shares = shareByArea(listStackTimes(profile, 1_150, 1_450));

    expect([shares.get('planning'), shares.get('server')]).toEqual([0.5, 0.5]);
  });
});
