// What a developer's change does to the stack that runs.
import { describe, expect, it } from 'vitest';

import { createReload } from '../../../infra/local/reload-on-change.ts';

const schema = 'subgraphs/vehicle/schema.graphql';
const resolvers = 'subgraphs/vehicle/resolvers.ts';

/** Records what is done; each composition ends as `compositions` says, the last one holds on. */
function createRecorder(...compositions: boolean[]) {
  const done: string[] = [];
  const reload = createReload({
    recompose: async () => {
      done.push('recompose');
      return (compositions.length > 1 ? compositions.shift() : compositions[0]) ?? true;
    },
    restart: async () => {
      done.push('restart');
    },
    print: () => undefined,
  });
  return { done, reload };
}

describe('a change under npm run dev', () => {
  it('of a resolver restarts the stack without composing', async () => {
    const { done, reload } = createRecorder(true);

    await reload([resolvers]);

    expect(done).toEqual(['restart']);
  });

  it('of a schema composes first', async () => {
    const { done, reload } = createRecorder(true);

    await reload([resolvers, schema]);
    await reload([resolvers]);

    expect(done).toEqual(['recompose', 'restart', 'restart']);
  });

  it('leaves the old stack alone while the schemas do not compose, whatever else changes', async () => {
    const { done, reload } = createRecorder(false, false, true);

    await reload([schema]);
    await reload([resolvers]);

    expect(done).toEqual(['recompose', 'recompose']);

    await reload([schema]);

    expect(done).toEqual(['recompose', 'recompose', 'recompose', 'restart']);
  });
});
