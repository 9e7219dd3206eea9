// ApolloGateway as the second witness: where its data is the same, the compiled engine gives all of
// its errors, and further ones only where one service of graphql-js fails too.
import type { GraphQLError } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { firstSeed, printLine } from './compare-operations.ts';
import { overlaps, type SentAnswer } from './find-deviation.ts';
import { openOracle, type Oracle } from './oracle.ts';
import { createPick, createRandomOperation, everyShape } from './random-operation.ts';
import { keysGraph, kindsGraph } from './seeded-graphs.ts';

const seed = { seed: 5, entityCount: 3, nullPercent: 8, errorPercent: 8 };
const shape = { ...everyShape, maxDepth: 4 };

describe.each([
  { name: 'keys', graph: keysGraph },
  { name: 'kinds', graph: kindsGraph },
])('the graph of $name', ({ graph }) => {
  let compiled: Oracle;
  let reference: Oracle;
  beforeAll(async () => {
    compiled = await openOracle(graph, { engine: 'compiled', seed });
    reference = await openOracle(graph, { engine: 'reference', seed });
  });
  afterAll(async () => {
    await compiled.close();
    await reference.close();
  });

  it('answers with the codes and paths of the reference engine', async () => {
    const count = 60;
    const first = firstSeed();
    let witnessed = 0;
    for (let number = first; number < first + count; number += 1) {
      const { query, variables } = createRandomOperation({
        ...shape,
        schema: compiled.monolith.schema,
        known: graph.known,
        pick: createPick(number),
      });
      const [ours, theirs] = await Promise.all([
        compiled.askGateway(query, variables),
        reference.askGateway(query, variables),
      ]);
      if (JSON.stringify(ours.data) !== JSON.stringify(theirs.data)) continue;
      if (theirs.errors) witnessed += 1;
      const right = await compiled.monolith.answer(query, variables);
      const known = listErrors(theirs);
      const lacking = known.filter((text) => !listErrors(ours).includes(text));
      const added = (ours.errors ?? []).filter(
        (error) => !known.includes(describeError(error)) && !isTrue(error, right.errors),
      );

      expect({ number, query, variables, lacking, added }).toEqual({
        number,
        query,
        variables,
        lacking: [],
        added: [],
      });
    }

    printLine(`${witnessed} of ${count} operations with errors; seeds from ${first}`);
    expect(witnessed).toBeGreaterThan(0);
  });
});

type SentError = NonNullable<SentAnswer['errors']>[number];

/** Each place and code once: equal entities that are fetched once fail at all of their places. */
function listErrors({ errors = [] }: SentAnswer): readonly string[] {
  return [...new Set(errors.map(describeError))].toSorted();
}

function describeError({ path, extensions }: SentError): string {
  return `${path?.join('.')}: ${String(extensions?.['code'])}`;
}

/** Whether one service fails there too, so that the reference engine should have told of it. */
function isTrue({ path = [] }: SentError, errors: readonly GraphQLError[] = []): boolean {
  return errors.some((error) => overlaps(error.path ?? [], path));
}
