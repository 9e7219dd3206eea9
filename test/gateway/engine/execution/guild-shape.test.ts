// The heavy operation of the benchmark: how many requests it takes, with the answer of one schema.
import { readFileSync } from 'node:fs';

import { composeServices } from '@apollo/composition';
import {
  buildSchema,
  execute,
  getOperationAST,
  type GraphQLSchema,
  graphqlSync,
  parse,
} from 'graphql';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import {
  createGuildMonolithSchema,
  createGuildSubgraphSchema,
  guildSubgraphNames,
  readGuildSdl,
} from '../../../../bench/guild-shape/subgraph-schemas.ts';
import { compileOperation } from '../../../../gateway/engine/execution/compile-operation.ts';
import { createTypeRelations } from '../../../../gateway/engine/execution/type-relations.ts';
import { createOperationPlanner } from '../../../../gateway/engine/planner/operation-planner.ts';
import type { RequestContext } from '../../../../gateway/http/request-context.ts';

const runs = 128;
const replyMs = 5;
const source = readFileSync('bench/guild-shape/heavy.graphql', 'utf8');
const variableValues = { segment: 3 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function compileHeavy() {
  const composed = composeServices(
    guildSubgraphNames.map((name) => ({ name, url: '', typeDefs: parse(readGuildSdl(name)) })),
  );
  const { supergraphSdl = '' } = composed;
  const planner = createOperationPlanner(supergraphSdl);
  const schemas = new Map<string, GraphQLSchema>(
    guildSubgraphNames.map((name) => [name, createGuildSubgraphSchema(name)]),
  );
  const document = parse(source);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const texts = new Map<string, string>();
  let sentCount = 0;
  const compiled = compileOperation({
    apiSchema: buildSchema(planner.apiSdl),
    document,
    operation,
    plan: planner.plan(source, []),
    types: createTypeRelations(parse(supergraphSdl)),
    connections: {
      connect:
        ({ subgraph }) =>
        async ({ bodyText }) => {
          sentCount += 1;
          const { query, variables } = JSON.parse(bodyText) as { query: string; variables: object };
          const schema = schemas.get(subgraph);
          if (!schema) throw new Error(`no subgraph ${subgraph}`);
          const key = subgraph + bodyText;
          const text =
            texts.get(key) ??
            JSON.stringify(
              await execute({ schema, document: parse(query), variableValues: { ...variables } }),
            );
          texts.set(key, text);
          await new Promise((resolve) => {
            setTimeout(resolve, replyMs);
          });
          const { data } = JSON.parse(text) as { data: Record<string, unknown> };
          return { status: 'answered', data, errors: [], isShared: false };
        },
      mayTravelTogether: () => true,
    },
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
  });
  const run = async () => {
    const before = sentCount;
    const context = {} as RequestContext;
    const answer = compiled.execute({
      variables: variableValues,
      coercedVariables: variableValues,
      context,
    });
    await vi.runAllTimersAsync();
    const { dataText, errors } = await answer;
    return { dataText, errors, count: sentCount - before };
  };
  return { run };
}

it('takes six requests, but for the few by which it learns, and answers what one schema does', async () => {
  const schema = createGuildMonolithSchema();
  const expected = JSON.stringify(graphqlSync({ schema, source, variableValues }).data);
  const { run } = compileHeavy();

  const counts: number[] = [];
  const answers = new Set<string>();
  for (let index = 0; index < runs; index += 1) {
    const { dataText, errors, count } = await run();
    expect(errors).toEqual([]);
    answers.add(dataText);
    counts.push(count);
  }

  expect([...answers]).toEqual([expected]);
  expect(Math.max(...counts)).toBeLessThanOrEqual(8);
  expect(counts.filter((count) => count > 6).length).toBeLessThanOrEqual(runs / 16);
});
