// What estimating takes of a request that is known: the functions that it calls, alone in a loop. Figures are in docs/budgets.md.
import { readFile } from 'node:fs/promises';
import process from 'node:process';

import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import { loadQueryPlanner } from '../../../gateway/engine/planner/load-query-planner.ts';
import { createOperationBudgets } from '../../../gateway/guard/operation-budget.ts';
import { checkOperationLimits } from '../../../gateway/guard/operation-limits.ts';
import { silentLog } from '../../../runtime/log.ts';
import { loadSubgraphs } from '../../../schema/composition/load-subgraphs.ts';

const root = new URL('../../../', import.meta.url);
const supergraphSdl = await readFile(new URL('schema/supergraph.graphql', root), 'utf8');
const subgraphs = await loadSubgraphs(new URL('subgraphs', root).pathname);
const { budget, operationLimits } = parseGatewayConfig({
  MARQUE_COST_MODE: 'enforce',
  MARQUE_REST_BUDGET_MODE: 'enforce',
});

/** Median of five, in microseconds of processor time. */
function measureUs(rounds: number, run: () => void): number {
  for (let index = 0; index < rounds; index += 1) run();
  const samples = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    for (let index = 0; index < rounds; index += 1) run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / rounds;
  });
  return samples.toSorted((one, other) => one - other)[2] ?? 0;
}

describe('estimating', () => {
  it.each([
    ['tiny', '01-markets', {}],
    ['by variables', '05-compare', { ids: ['a', 'b', 'c', 'd'], market: 'DE' }],
    ['the largest', '16-service-plan', { vin: 'a', dealer: 'b' }],
  ])('costs little once an operation is known: %s', async (_name, file, variables) => {
    const query = await readFile(new URL(`schema/operations/${file}.graphql`, root), 'utf8');
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const { planner, apiSdl } = await loadQueryPlanner({ supergraphSdl, log: silentLog });
    const outcome = await planner.plan({ document: query });
    await planner.close();
    if (outcome.status !== 'planned') throw new Error(outcome.status);
    const apiSchema = buildSchema(apiSdl, { assumeValid: true });
    const supergraph = parse(supergraphSdl);
    const options = { budget, apiSchema, supergraph, subgraphs };
    const budgets = createOperationBudgets(options);
    const startedAtMs = performance.now();
    const cost = budgets?.compileCost?.(document, operation);
    const restCalls = budgets?.compileRestCalls?.(outcome.plan);
    const firstMs = performance.now() - startedAtMs;

    const judgeUs = measureUs(100_000, () => {
      const estimate = { budget };
      budgets?.judge(estimate, { cost }, variables);
      budgets?.judge(estimate, { restCalls }, variables);
    });
    const compileUs = measureUs(300, () => {
      budgets?.compileCost?.(document, operation);
      budgets?.compileRestCalls?.(outcome.plan);
    });
    const limitsUs = measureUs(300, () => {
      checkOperationLimits(query, operationLimits);
    });

    process.stdout.write(
      `${file}: ${judgeUs.toFixed(2)} µs a request; once a document: limits ${limitsUs.toFixed(0)} µs, estimates ${compileUs.toFixed(0)} µs; the first one ${firstMs.toFixed(1)} ms\n`,
    );
    expect(judgeUs).toBeLessThan(5);
    expect(limitsUs).toBeLessThan(1_000);
  });
});
