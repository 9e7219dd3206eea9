// What the gateway predicts of an operation's REST calls, held against those that reach the services.
import { readdir, readFile } from 'node:fs/promises';

import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

import { loadQueryPlanner } from '../../gateway/engine/planner/load-query-planner.ts';
import type { CostReport } from '../../gateway/telemetry/request-cost.ts';
import { silentLog } from '../../runtime/log.ts';
import { countOperations, firstSeed, printLine } from '../oracle/compare-operations.ts';
import { createPick, createRandomOperation, everyShape } from '../oracle/random-operation.ts';
import { sample } from './samples.ts';
import { type GraphAnswer, readOperation, useStack } from './stack-under-test.ts';

const folder = new URL('../../schema/operations/', import.meta.url);
const files = await readdir(folder);
const names = files
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));
const known = [
  sample.market,
  'US',
  sample.brand,
  ...sample.compared,
  sample.vin,
  sample.usVin,
  sample.dealer,
  'nothing',
];

const readCost = ({ extensions }: GraphAnswer) =>
  (extensions['marque'] as CostReport | undefined)?.cost;

describe('the predicted REST calls', () => {
  const stack = useStack({
    subject: sample.owner,
    scopes: 'vehicle:read service:write dealer:internal',
    variables: { MARQUE_ENGINE: 'compiled' },
  });

  it.each(names)('are at least the actual ones and at most twice as many: %s', async (name) => {
    const file = `${name}.variables.json`;
    const variables: unknown = files.includes(file)
      ? JSON.parse(await readFile(new URL(file, folder), 'utf8'))
      : {};

    const answer = await stack.query(await readOperation(name), variables);

    const cost = readCost(answer);
    printLine(`${name}: ${JSON.stringify(cost)}`);
    expect(cost?.actual.restCalls).toBe(answer.restCallCount);
    expect(cost?.estimated.restCalls).toBeGreaterThanOrEqual(answer.restCallCount);
    expect(cost?.estimated.restCalls).toBeLessThanOrEqual(answer.restCallCount * 2);
    expect(cost?.actual.cost).toBeLessThanOrEqual(cost?.estimated.cost ?? 0);
  });

  it('are at least the actual ones of random operations', async () => {
    const supergraphSdl = await readFile(new URL('../supergraph.graphql', folder), 'utf8');
    const { planner, apiSdl } = await loadQueryPlanner({ supergraphSdl, log: silentLog });
    await planner.close();
    const schema = buildSchema(apiSdl, { assumeValid: true });
    const { data } = await stack.query(
      'query($id: ID!, $market: ID!) { modelVariant(id: $id) { initialConfiguration(market: $market) { id } } }',
      { id: sample.variant, market: sample.market },
    );
    const { initialConfiguration } = data['modelVariant'] as {
      initialConfiguration: { id: string };
    };
    const ids = [...known, initialConfiguration.id];
    const operations = countOperations(400);
    const seed = firstSeed();
    const sums = { predicted: 0, actual: 0, exact: 0, answered: 0, dearer: 0 };
    const tooLow: string[] = [];

    for (let current = seed; current < seed + operations; current += 1) {
      const shape = { ...everyShape, maxDepth: 4 + (current % 3) };
      const pick = createPick(current);
      // With one id for all arguments more of them hit what they are for.
      const hits = current % 2 === 0 ? ids : [ids[pick(ids.length)] ?? ''];
      const source = { ...shape, schema, known: hits, pick };
      const { query, variables } = createRandomOperation(source);
      const answer = await stack.query(query, variables, { 'x-marque-market': sample.market });
      const cost = readCost(answer);
      const predicted = cost?.estimated.restCalls;
      if (predicted === undefined) continue;
      sums.answered += 1;
      sums.predicted += predicted;
      sums.actual += answer.restCallCount;
      if (predicted === answer.restCallCount) sums.exact += 1;
      if ((cost?.actual.cost ?? 0) > (cost?.estimated.cost ?? 0)) sums.dearer += 1;
      if (predicted < answer.restCallCount) {
        const calls = JSON.stringify((answer.extensions['marque'] as CostReport).restCalls);
        tooLow.push(
          `seed ${current}: predicted ${predicted}, was ${calls}\n${query}\n${JSON.stringify(variables)}`,
        );
      }
    }

    printLine(
      `random operations: seeds ${seed} to ${seed + operations - 1}, ${JSON.stringify(sums)}`,
    );
    expect(tooLow).toEqual([]);
    // Lists may be longer than their schema assumes; few are.
    expect(sums.dearer).toBeLessThanOrEqual(sums.answered * 0.005);
    expect(sums.answered).toBeGreaterThan(operations * 0.9);
    expect(sums.actual).toBeGreaterThan(operations);
  }, 1_800_000);
});
