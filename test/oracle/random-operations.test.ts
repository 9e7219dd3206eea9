// Random operations: the gateway's data is what one service of graphql-js would answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { compareOperations, countOperations, firstSeed, printLine } from './compare-operations.ts';
import { mediaGraph } from './media-graph.ts';
import { openOracle, type Oracle, type SeededGraph, type TestedGraph } from './oracle.ts';
import { everyShape, type OperationShape } from './random-operation.ts';
import { interfaceObjectsGraph, keysGraph, kindsGraph, writesGraph } from './seeded-graphs.ts';
import { shopGraph } from './shop-graph.ts';

// Of many operations, on a busy machine.
const fuseMs = 10 * 60_000;

const shopValues = ['p1', 'p2', 'p4', 'b2', 'a1', 'u2', 'u3@example.com', 'nothing'];
const mediaValues = ['book1', 'film2', 'nothing'];
const every = (maxDepth: number): OperationShape => ({ ...everyShape, maxDepth });
// What ApolloGateway is known to get wrong is left out; stock-defects.test.ts has it.
const plain: OperationShape = {
  typenames: 'first',
  // Its answers have the order of fields that its planner leaves of fragments.
  hasFragments: false,
  hasConditions: false,
  hasCollisions: false,
  hasDefaults: false,
  maxDepth: 6,
};

interface Compared {
  readonly name: string;
  readonly graph: TestedGraph | SeededGraph;
  readonly known: readonly string[];
  readonly shape: OperationShape;
  /** In the fast tier. */
  readonly operations: number;
}

const seeded = (
  name: string,
  graph: SeededGraph,
  maxDepth: number,
  operations: number,
): Compared => ({
  name,
  graph,
  known: graph.known,
  shape: every(maxDepth),
  operations,
});

// 1,000 operations, and 20,000 in the long tier.
const compiled: readonly Compared[] = [
  { name: 'the shop', graph: shopGraph, known: shopValues, shape: every(6), operations: 150 },
  { name: 'the media', graph: mediaGraph, known: mediaValues, shape: every(6), operations: 150 },
  seeded('keys', keysGraph, 6, 200),
  seeded('kinds', kindsGraph, 6, 200),
  seeded('interface objects', interfaceObjectsGraph, 3, 150),
  seeded('writes', writesGraph, 5, 100),
];
const reference: readonly Compared[] = [
  { name: 'the shop', graph: shopGraph, known: shopValues, shape: plain, operations: 40 },
];

describe.each([
  ...compiled.map((compared) => ({ engine: 'compiled' as const, ...compared })),
  ...reference.map((compared) => ({ engine: 'reference' as const, ...compared })),
])(
  'the $engine engine over the graph of $name',
  ({ engine, name, graph, known, shape, operations }) => {
    let oracle: Oracle;
    beforeAll(async () => {
      oracle = await openOracle(graph, { engine });
    });
    afterAll(() => oracle.close());

    it(
      'answers random operations as the monolith does',
      async () => {
        const count = countOperations(operations);
        const seed = firstSeed();
        const startedAt = performance.now();

        const report = await compareOperations({
          name,
          oracle,
          known,
          shape,
          operations: count,
          seed,
          isShrinkable: !('hasWrites' in graph),
        });

        const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
        printLine(`${name}, ${engine}: seeds ${seed} to ${seed + count - 1} in ${seconds} s`);
        expect(report).toBeUndefined();
      },
      fuseMs,
    );
  },
);
