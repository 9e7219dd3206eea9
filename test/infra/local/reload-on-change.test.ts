// What a developer's change does to the stack that runs.
import { describe, expect, it } from 'vitest';

import { createReload } from '../../../infra/local/reload-on-change.ts';

const schema = 'subgraphs/vehicle/schema.graphql';
const resolvers = 'subgraphs/vehicle/resolvers.ts';

/** Records what is done; each composition ends as `compositions` says, the last one holds on. */
function createRecorder(...compositions: boolean[]) {
  const done: string[] = [];
  const faulty = new Set<string>();
  const { start, change } = createReload({
    findSyntaxFaults: async (paths) =>
      paths
        .filter((path) => faulty.has(path))
        .map((path) => ({ path, description: `${path}:3:7: Unexpected "}"` })),
    recompose: async () => {
      done.push('recompose');
      return (compositions.length > 1 ? compositions.shift() : compositions[0]) ?? true;
    },
    restart: async () => {
      done.push('restart');
    },
    print: (line) => {
      if (line.includes(':3:7:')) done.push(line);
    },
  });
  return { done, faulty, start, change };
}

describe('the start of npm run dev', () => {
  it('composes before the stack starts', async () => {
    const { done, start } = createRecorder(true);

    await start();

    expect(done).toEqual(['recompose', 'restart']);
  });

  it('waits with the stack until the schemas compose', async () => {
    const { done, start, change } = createRecorder(false, true);

    await start();
    await change([resolvers]);

    expect(done).toEqual(['recompose', 'recompose', 'restart']);
  });
});

describe('a change under npm run dev', () => {
  it('of a resolver restarts the stack without composing', async () => {
    const { done, start, change } = createRecorder(true);
    await start();
    done.length = 0;

    await change([resolvers]);

    expect(done).toEqual(['restart']);
  });

  it('of a schema composes first', async () => {
    const { done, start, change } = createRecorder(true);
    await start();
    done.length = 0;

    await change([resolvers, schema]);
    await change([resolvers]);

    expect(done).toEqual(['recompose', 'restart', 'restart']);
  });

  it('leaves the old stack alone while the schemas do not compose, whatever else changes', async () => {
    const { done, start, change } = createRecorder(true, false, false, true);
    await start();
    done.length = 0;

    await change([schema]);
    await change([resolvers]);

    expect(done).toEqual(['recompose', 'recompose']);

    await change([schema]);

    expect(done).toEqual(['recompose', 'recompose', 'recompose', 'restart']);
  });

  it('names file and line of what cannot be read, and leaves the old stack alone until it can', async () => {
    const { done, faulty, start, change } = createRecorder(true);
    await start();
    done.length = 0;
    faulty.add(resolvers);
    const fault = `${resolvers}:3:7: Unexpected "}"`;

    await change([resolvers]);
    await change(['gateway/main.ts']);

    expect(done).toEqual([fault, fault]);

    faulty.clear();
    await change([resolvers]);

    expect(done).toEqual([fault, fault, 'restart']);
  });
});
