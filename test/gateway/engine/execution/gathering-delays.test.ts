// Whatever takes how long: fetches that gather end about when they would have ended each by itself.
import fc from 'fast-check';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { compileOperation } from '../../../../gateway/engine/execution/compile-operation.ts';
import type { FetchNode, PlanNode } from '../../../../gateway/engine/plan/query-plan.ts';
import type { RequestContext } from '../../../../gateway/http/request-context.ts';
import { propertyRuns } from '../../../property-runs.ts';

interface Step {
  readonly path: 'a' | 'b';
  readonly subgraph: 's' | 'u' | 'v';
  readonly field: 'x' | 'y';
}
type Shape = Step | { readonly kind: 'Sequence' | 'Parallel'; readonly nodes: readonly Shape[] };

const runs = 120;
const lastRuns = 41;
const apiSchema = buildSchema('type Query { a: T b: T } type T { x: Int y: Int }');
const document = parse('{ a { x y } b { x y } }');
const t = { __typename: 'T', id: '1' };
const root: FetchNode = {
  kind: 'Fetch',
  serviceName: 'r',
  operationKind: 'query',
  operation: '{a{__typename id}b{__typename id}}',
};

const step: fc.Arbitrary<Step> = fc.record({
  path: fc.constantFrom('a', 'b'),
  subgraph: fc.constantFrom('s', 'u', 'v'),
  field: fc.constantFrom('x', 'y'),
});
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    step,
    fc.record({
      kind: fc.constantFrom('Sequence', 'Parallel'),
      nodes: fc.array(tie('shape'), { minLength: 2, maxLength: 4 }),
    }),
  ),
}));
/** Of each subgraph's two fields. */
const delays = fc.dictionary(fc.constantFrom('sx', 'sy', 'ux', 'uy', 'vx', 'vy'), fc.nat(200));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('ends within the patience of what takes longest', async () => {
  await fc.assert(
    fc.asyncProperty(shape, delays, fc.boolean(), async (planned, delayMs, isSerial) => {
      const durationsMs = await measure(planned, delayMs, isSerial);

      const usual = durationsMs.slice(-lastRuns).toSorted((one, other) => one - other);
      const medianMs = usual[Math.floor(lastRuns / 2)] ?? Number.POSITIVE_INFINITY;
      expect(medianMs).toBeLessThanOrEqual(sumUp(planned, delayMs) * 1.5 + 10);
    }),
    propertyRuns(60),
  );
});

/** How long each run takes; a serial subgraph takes for two documents in one as long as for both. */
async function measure(
  planned: Shape,
  delayMs: Readonly<Record<string, number>>,
  isSerial: boolean,
): Promise<readonly number[]> {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const compiled = compileOperation({
    apiSchema,
    document,
    operation,
    plan: { kind: 'QueryPlan', node: { kind: 'Sequence', nodes: [root, plan(planned)] } },
    types: { satisfies: (one, other) => one === other },
    connections: {
      connect:
        ({ subgraph, query }) =>
        async ({ bodyText }) => {
          if (subgraph === 'r') return answered({ a: { ...t }, b: { ...t } });
          const { variables } = JSON.parse(bodyText) as { variables: Record<string, object[]> };
          const fields = [...query.matchAll(/on T\{(\w)\}/g)].map(([, field]) => field ?? '');
          const each = fields.map((field) => delayMs[subgraph + field] ?? 0);
          const ms = isSerial ? each.reduce((sum, one) => sum + one, 0) : Math.max(...each);
          await new Promise((resolve) => {
            setTimeout(resolve, ms);
          });
          const lists = Object.values(variables);
          const names =
            lists.length === 1 ? ['_entities'] : lists.map((_, index) => `_part${index}__entities`);
          return answered(
            Object.fromEntries(
              names.map((name, index) => [name, lists[index]?.map(() => ({ x: 1, y: 1 }))]),
            ),
          );
        },
      mayTravelTogether: () => true,
    },
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
  });
  const durationsMs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const startedAtMs = performance.now();
    const context = {} as RequestContext;
    const ended = compiled
      .execute({ variables: {}, coercedVariables: {}, context })
      .then(() => durationsMs.push(performance.now() - startedAtMs));
    await vi.runAllTimersAsync();
    await ended;
  }
  return durationsMs;
}

function answered(data: Record<string, unknown>) {
  return { status: 'answered', data, errors: [], isShared: false } as const;
}

function plan(planned: Shape): PlanNode {
  if ('kind' in planned) return { kind: planned.kind, nodes: planned.nodes.map(plan) };
  const { path, subgraph, field } = planned;
  return {
    kind: 'Flatten',
    path: [path],
    node: {
      kind: 'Fetch',
      serviceName: subgraph,
      requires: ['__typename', 'id'].map((name) => ({ kind: 'Field', name })),
      operation: `query($representations:[_Any!]!){_entities(representations:$representations){...on T{${field}}}}`,
      operationKind: 'query',
    },
  };
}

/** How long it takes if every fetch is sent by itself as soon as it is ready. */
function sumUp(planned: Shape, delayMs: Readonly<Record<string, number>>): number {
  if (!('kind' in planned)) return delayMs[planned.subgraph + planned.field] ?? 0;
  const each = planned.nodes.map((node) => sumUp(node, delayMs));
  return planned.kind === 'Sequence' ? each.reduce((sum, ms) => sum + ms, 0) : Math.max(...each);
}
