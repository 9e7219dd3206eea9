// What a run is told by its arguments.
import { describe, expect, it } from 'vitest';

import { parseBenchOptions } from '../../bench/bench-options.ts';

const parseRun = (...args: string[]) => {
  const options = parseBenchOptions(args);
  if (options.command !== 'run') throw new Error('expected a run');
  return options;
};

describe('parseBenchOptions', () => {
  it('compares with the stock gateway, whoever else is named', () => {
    const { contestants } = parseRun('--contestants', 'ours,grafbase');

    expect(contestants.map(({ id }) => id)).toEqual(['ours', 'stock', 'grafbase']);
  });

  it('takes any URL as a contestant', () => {
    const { contestants } = parseRun('--quick', '--target', 'next=http://127.0.0.1:4000/graphql');

    expect(contestants.at(-1)).toMatchObject({
      id: 'next',
      kind: 'url',
      url: 'http://127.0.0.1:4000/graphql',
    });
  });

  it('narrows the cells by their names', () => {
    const { plan } = parseRun('--only', 'heavy/distinct', '--rounds', '2', '--seconds', '0.5');

    expect(plan.cells.map(({ connections }) => connections)).toEqual([50, 1]);
    expect(plan).toMatchObject({ rounds: 2, roundMs: 500 });
  });

  it('compares our gateway with and without telemetry, and measures nobody else', () => {
    const { contestants, plan } = parseRun('telemetry', '--rounds', '3', '--seconds', '1');

    expect(contestants.map(({ id }) => id)).toEqual(['stock', 'telemetry-off', 'telemetry-on']);
    expect(plan.cells.map(({ operation, connections }) => [operation, connections])).toEqual([
      ['heavy', 50],
      ['tiny', 50],
    ]);
    expect(plan).toMatchObject({ rounds: 3, roundMs: 1_000, measuresStock: false });
  });

  it('leaves those two out of all other runs', () => {
    const ids = parseRun().contestants.map(({ id }) => id);

    expect(ids).toContain('ours');
    expect(ids.filter((id) => id.startsWith('telemetry'))).toEqual([]);
  });

  it('profiles our gateway on heavy unless told otherwise', () => {
    expect(parseBenchOptions(['cpu'])).toMatchObject({
      contestant: { id: 'ours' },
      cell: { operation: 'heavy', connections: 50 },
    });
  });

  it.each([
    [['--contestants', 'nobody'], 'nobody'],
    [['--target', 'next'], 'NAME=URL'],
    [['--only', 'nothing-like-this'], 'No cell'],
    [['--rounds', '0'], '--rounds'],
    [['fly'], 'fly'],
    [['--fast'], '--fast'],
  ])('refuses %j', (args, named) => {
    expect(() => parseBenchOptions(args)).toThrow(named);
  });
});
