// Random operations of random callers over random protections: the data is the monolith's with what
// the caller may not see as null, each null is told of, and no subgraph is asked for any of it.
import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

import { composeSupergraph } from '../../schema/composition/compose.ts';
import { createTestTokens } from '../gateway/test-tokens.ts';
import { countOperations, firstSeed, printLine } from './compare-operations.ts';
import { findDeviation, type SentAnswer } from './find-deviation.ts';
import { readGraphFacts } from './graph-facts.ts';
import { answerGuarded } from './guarded-answer.ts';
import { openOracle, type SeededGraph } from './oracle.ts';
import {
  createDenials,
  createProtections,
  type Denials,
  protectSupergraph,
  type TestCaller,
  testPolicies,
} from './protections.ts';
import { createPick, createRandomOperation, everyShape } from './random-operation.ts';
import { interfaceObjectsGraph, keysGraph, kindsGraph, writesGraph } from './seeded-graphs.ts';

const operationsEach = 30;

describe.each([
  { name: 'keys', graph: keysGraph, worlds: 4 },
  { name: 'kinds', graph: kindsGraph, worlds: 4 },
  { name: 'interface objects', graph: interfaceObjectsGraph, worlds: 4 },
  { name: 'writes', graph: writesGraph, worlds: 2 },
])('the graph of $name, protected at random', ({ name, graph, worlds }) => {
  it('answers each caller what it may see, and fetches no more', { timeout: 600_000 }, async () => {
    const count = countOperations(worlds);
    const seed = firstSeed();
    let denied = 0;

    for (let world = seed; world < seed + count; world += 1) {
      const { report, denials } = await compareGuarded(graph, world);
      expect(report && `${name}, world ${world}: ${report}`).toBeUndefined();
      denied += denials;
    }

    printLine(`${name}: protections ${seed} to ${seed + count - 1}, ${denied} places denied`);
    expect(denied).toBeGreaterThan(0);
  });
});

async function compareGuarded(
  graph: SeededGraph,
  world: number,
): Promise<{ report: string | undefined; denials: number }> {
  const pick = createPick(world * 7_919 + 1);
  const sdls = Object.values(graph.subgraphs);
  const schema = readWholeSchema(graph);
  const facts = readGraphFacts(schema, sdls);
  const protections = createProtections(schema, pick);
  const findDenials = createDenials(schema, sdls, protections);
  const tokens = await createTestTokens(testPolicies);
  let now: Denials | undefined;
  const leaks: string[] = [];
  const oracle = await openOracle(graph, {
    engine: 'compiled',
    variables: tokens.env,
    changeSupergraph: (sdl) => protectSupergraph(sdl, protections),
    onResolve(row, field) {
      // Keys are fetched to get from one subgraph to the next.
      if (field.startsWith('_') || facts.isJoinField(field)) return;
      if (now?.isFieldDenied(row['__typename'], field)) leaks.push(`${row['__typename']}.${field}`);
    },
  });
  let denials = 0;
  try {
    for (let number = 0; number < operationsEach; number += 1) {
      const caller = pickCaller(pick);
      const { query, variables } = createRandomOperation({
        ...everyShape,
        // The planner may change the order of writes that stand in fragments.
        hasFragments: !graph.hasWrites,
        maxDepth: 5,
        schema: oracle.monolith.schema,
        known: graph.known,
        pick: createPick(world * 1_000 + number),
      });
      now = findDenials(caller);
      const headers = caller
        ? await tokens.sign(caller.scopes, caller.isAdult ? { age: 'adult' } : {})
        : {};
      const ours = await oracle.askGateway(query, variables, headers);
      const right = await answerGuarded(oracle.monolith, now, query, variables);
      denials += listDenied(ours).length;
      const deviation =
        findDeviation(ours, right) ?? findUntoldDenial(ours, JSON.parse(JSON.stringify(right)));
      if (deviation !== undefined || leaks.length > 0) {
        const report = [
          deviation ?? `asked for ${leaks.join()}`,
          `operation ${number} of ${JSON.stringify(caller)}`,
          query,
          JSON.stringify(variables),
          `gateway  ${JSON.stringify(ours)}`,
          `monolith ${JSON.stringify(right)}`,
          [...protections].map(([at, { directive }]) => `${at} ${directive}`).join('\n'),
        ].join('\n');
        return { report, denials };
      }
    }
    return { report: undefined, denials };
  } finally {
    await oracle.close();
    await tokens.remove();
  }
}

function pickCaller(pick: (bound: number) => number): TestCaller {
  if (pick(4) === 0) return undefined;
  return {
    scopes: ['one', 'two', 'three'].filter(() => pick(2) === 0),
    isAdult: pick(2) === 0,
  };
}

/** Denials where the object around them is answered must be told at their very place, and no others. */
function findUntoldDenial(ours: SentAnswer, right: SentAnswer): string | undefined {
  const known = listDenied(ours);
  const expected = listDenied(right);
  const madeUp = known.find(
    (path) => isAnswered(ours.data, JSON.parse(path)) && !expected.includes(path),
  );
  if (madeUp !== undefined) return `${madeUp} is said to be denied`;
  const untold = expected.find(
    (path) => isAnswered(right.data, JSON.parse(path)) && !known.includes(path),
  );
  return untold && `${untold} is not said to be denied`;
}

function listDenied({ errors = [] }: SentAnswer): readonly string[] {
  return errors
    .filter(({ extensions }) => extensions?.['code'] === 'UNAUTHORIZED_FIELD_OR_TYPE')
    .map(({ path }) => JSON.stringify(path));
}

function isAnswered(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Readonly<Record<string | number, unknown>>)[segment];
  }
  return true;
}

function readWholeSchema(graph: SeededGraph): GraphQLSchema {
  const outcome = composeSupergraph(
    Object.entries(graph.subgraphs).map(([name, sdl]) => ({
      name,
      sdl,
      url: `http://${name}.invalid/`,
    })),
  );
  if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome.errors));
  return Supergraph.build(outcome.supergraphSdl).schema.toGraphQLJSSchema();
}
