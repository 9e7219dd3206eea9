// What estimating takes of a request that is known: the functions that it calls, alone in a loop. Figures are in docs/budgets.md.
import { readFile } from 'node:fs/promises';
import process from 'node:process';

import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import { loadQueryPlanner } from '../../../gateway/engine/planner/load-query-planner.ts';
import { createOperationBudgets } from '../../../gateway/guard/operation-budget.ts';
import { createCallerAddressReader } from '../../../gateway/guard/rate-limits/caller-address.ts';
import { createMemoryWindows } from '../../../gateway/guard/rate-limits/memory-windows.ts';
import { createRateLimits } from '../../../gateway/guard/rate-limits/rate-limits.ts';
import { checkOperationLimits } from '../../../gateway/guard/operation-limits.ts';
import { systemClock } from '../../../runtime/clock.ts';
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

/** The same of what has to be waited for. */
async function measureAsyncUs(rounds: number, run: () => Promise<void>): Promise<number> {
  const samples: number[] = [];
  for (let sample = 0; sample < 6; sample += 1) {
    const before = process.cpuUsage();
    for (let index = 0; index < rounds; index += 1) await run();
    const { user, system } = process.cpuUsage(before);
    // The first is for warming up.
    if (sample > 0) samples.push((user + system) / rounds);
  }
  return samples.toSorted((one, other) => one - other)[2] ?? 0;
}

describe('limits a minute, in memory', () => {
  const many = 1_000_000_000;
  const all = { requests: many, cost: many, restCalls: many };
  const limits = {
    requestsPerMinute: many,
    costPerMinute: many,
    restCallsPerMinute: many,
  };
  const keyId = 'mqk_0000000000000000';

  it.each([
    ['an app with a limit of requests', { limits: { requestsPerMinute: many } }, {}],
    ['an app with all limits', { limits }, {}],
    ['an app with all limits, where addresses have one', { limits }, { requests: many }],
    ['an anonymous caller with all limits', undefined, all],
  ])('cost little: %s', async (name, grants, addresses) => {
    const windows = createMemoryWindows({ clock: systemClock });
    const rateLimits = createRateLimits({
      config: { apps: {}, users: {}, addresses, hasHeaders: false },
      costMode: 'enforce',
      restMode: 'enforce',
      windows,
      readAddress: createCallerAddressReader(['10.0.0.0/8']),
      clock: systemClock,
    });
    const app = { keyId, app: 'app', priority: 'page', limits: {}, ...grants } as const;
    const caller = grants ? { app } : {};
    const estimate = { cost: 42, restCalls: 4 };
    const expense = { restCalls: 2, isCertain: true };
    const headers = { 'x-forwarded-for': '198.51.100.7, 192.0.2.1' };

    const requestUs = await measureAsyncUs(50_000, async () => {
      const count = rateLimits.start(headers, '10.0.0.1');
      const arrival = count.countArrival();
      if (arrival) await arrival;
      const counted = count.countCaller(caller);
      if (counted) await counted;
      const charged = count.charge(estimate);
      if (charged !== true) await charged;
      count.settle(expense);
    });
    await windows.close();

    process.stdout.write(`${name}: ${requestUs.toFixed(2)} µs a request\n`);
    expect(requestUs).toBeLessThan(10);
  });
});

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
