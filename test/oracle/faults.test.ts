// Each fetch of random operations fails in each way: the answer lacks what could not be fetched, as
// the monolith's would if those very fields failed, and nothing else. A field that is fetched once more
// as an input of another one counts as fetched, which is why not every seed can be taken.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { firstSeed, printLine } from './compare-operations.ts';
import { createFaultySubgraphs, faults, type Fault } from './faulty-subgraphs.ts';
import { findDeviation } from './find-deviation.ts';
import { openOracle, type Oracle, type SeededGraph } from './oracle.ts';
import { createPick, createRandomOperation, everyShape } from './random-operation.ts';
import { keysGraph, kindsGraph } from './seeded-graphs.ts';
import { nameField } from './seeded-world.ts';

// So many entities that the same one is hardly met twice, which would be fetched twice.
const seed = { seed: 3, entityCount: 2 ** 31, nullPercent: 5, errorPercent: 0 };
// Long enough for a subgraph of this process, even if others keep the processor busy.
const subgraphTimeout = '400ms';
const shape = { ...everyShape, hasCollisions: false, maxDepth: 5 };

interface FaultyGraph {
  readonly name: string;
  readonly graph: SeededGraph;
}
const graphs: readonly FaultyGraph[] = [
  { name: 'keys', graph: keysGraph },
  { name: 'kinds', graph: kindsGraph },
];

describe.each(graphs)('the graph of $name', ({ graph }) => {
  const subgraphs = createFaultySubgraphs();
  const fetched = new Set<string>();
  let oracle: Oracle;
  beforeAll(async () => {
    oracle = await openOracle(graph, {
      engine: 'compiled',
      seed,
      between: subgraphs.between,
      onResolve: (row, field, args) => void fetched.add(nameField(row, field, args)),
      variables: { MARQUE_SUBGRAPH_TIMEOUT: subgraphTimeout },
    });
  });
  afterAll(() => oracle.close());

  /** Asks while a fetch fails; says in what the answer is not what is right then. */
  const ask = async (
    { query, variables }: ReturnType<typeof createRandomOperation>,
    fetch: string,
    fault: Fault,
  ): Promise<string | undefined> => {
    fetched.clear();
    subgraphs.fail(fetch, fault);
    const ours = await oracle.askGateway(query, variables);
    subgraphs.fail(undefined, fault);
    const right = await oracle.monolith.answer(query, variables, (row, field, args) => {
      if (!fetched.has(nameField(row, field, args))) throw new Error('Not fetched.');
    });
    const deviation = findDeviation(ours, right);
    return (
      deviation &&
      [
        deviation,
        fetch,
        query,
        JSON.stringify(variables),
        JSON.stringify(ours),
        JSON.stringify(right),
      ].join('\n')
    );
  };

  it.each(faults)('answers all but what a fetch would have brought that is %s', async (fault) => {
    const count = fault === 'slow' ? 3 : 10;
    const first = firstSeed() + faults.indexOf(fault) * 100_000;
    let faultCount = 0;
    for (let number = first; number < first + count; number += 1) {
      const operation = createRandomOperation({
        ...shape,
        schema: oracle.monolith.schema,
        known: graph.known,
        pick: createPick(number),
      });
      if (await meetsObjectsTwice(oracle, operation)) continue;
      subgraphs.takeFetches();
      await oracle.askGateway(operation.query, operation.variables);
      for (const fetch of new Set(subgraphs.takeFetches())) {
        faultCount += 1;
        expect(`seed ${number}: ${(await ask(operation, fetch, fault)) ?? 'right'}`).toBe(
          `seed ${number}: right`,
        );
      }
    }

    printLine(`${faultCount} fetches failed, ${fault}; seeds from ${first}`);
    expect(faultCount).toBeGreaterThan(0);
  });
});

/** Whether one object stands at two places: fetched for one of them, it may be lacking at the other. */
async function meetsObjectsTwice(
  { monolith }: Oracle,
  { query, variables }: ReturnType<typeof createRandomOperation>,
): Promise<boolean> {
  const places = new Map<string, string>();
  let isMet = false;
  await monolith.answer(query, variables, (row, _field, _args, { prev }) => {
    const object = nameField(row, '', {});
    const place = JSON.stringify(prev);
    isMet ||= (places.get(object) ?? place) !== place;
    places.set(object, place);
  });
  return isMet;
}
