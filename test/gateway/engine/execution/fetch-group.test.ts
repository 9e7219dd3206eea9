// Fetches that travel as one: told apart again, asked apart where one may have spoilt the others, and
// never waiting long for each other.
import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it, vi } from 'vitest';

import { compileOperation } from '../../../../gateway/engine/execution/compile-operation.ts';
import type { FetchNode, PlanNode, QueryPlan } from '../../../../gateway/engine/plan/query-plan.ts';
import { readSubgraphReply } from '../../../../gateway/engine/subgraph-reply.ts';
import type { RequestContext } from '../../../../gateway/http/request-context.ts';
import { systemClock } from '../../../../runtime/clock.ts';

const apiSchema = buildSchema('type Query { a: T b: T } type T { id: ID x: Int y: Int z: Int }');

const flatten = (path: string, serviceName: string, field: string, key = 'id'): PlanNode => ({
  kind: 'Flatten',
  path: [path],
  node: {
    kind: 'Fetch',
    serviceName,
    requires: ['__typename', key].map((name) => ({ kind: 'Field', name })),
    operation: `query($representations:[_Any!]!){_entities(representations:$representations){...on T{${field}}}}`,
    operationKind: 'query',
  },
});
const root = (operation: string, serviceName = 'r'): FetchNode => ({
  kind: 'Fetch',
  serviceName,
  operation,
  operationKind: 'query',
});
const both = root('{a{__typename id}b{__typename id}}');
const plan = (...nodes: readonly PlanNode[]): QueryPlan => ({
  kind: 'QueryPlan',
  node: { kind: 'Sequence', nodes },
});
const parallel = (...nodes: readonly PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });
const sequence = (...nodes: readonly PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });

interface Sent {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Record<string, readonly object[]>;
}

/** Runs `query` by a plan; `answer` gives the body of each reply, at once or later. */
function start(of: QueryPlan, answer: (sent: Sent, index: number) => object | Promise<object>) {
  const sent: Sent[] = [];
  const document = parse('{ a { x y z } b { x y z } }');
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const compiled = compileOperation({
    apiSchema,
    document,
    operation,
    plan: of,
    types: { satisfies: (one, other) => one === other },
    connections: {
      connect:
        ({ subgraph }) =>
        async ({ bodyText, entityCount }) => {
          const body = JSON.parse(bodyText) as Omit<Sent, 'subgraph'>;
          const index = sent.push({ subgraph, ...body }) - 1;
          const text = JSON.stringify(await answer({ subgraph, ...body }, index));
          const outcome = readSubgraphReply(
            's',
            { status: 200, bodyText: () => text },
            entityCount,
          );
          return outcome.status === 'read'
            ? { status: 'answered', ...outcome.reply, isShared: false }
            : { status: 'failed', code: outcome.code };
        },
      mayTravelTogether: () => true,
    },
    clock: systemClock,
  });
  const run = async () => {
    const { dataText, errors } = await compiled.execute({
      variables: {},
      coercedVariables: {},
      context: {} as RequestContext,
    });
    return { data: JSON.parse(dataText) as unknown, paths: errors.map(({ path }) => path) };
  };
  return { sent, run };
}

/** Answers in turn. */
const inTurn = (replies: readonly object[]) => (_sent: Sent, index: number) => replies[index] ?? {};
const t = (id: string) => ({ __typename: 'T', id });
const found = { data: { a: t('1'), b: t('2') } };
const entity = (value: object) => ({ data: { _entities: [value] } });
const empty = { x: null, y: null, z: null };

describe('fetches of several documents', () => {
  const twoDocuments = plan(both, parallel(flatten('a', 's', 'x'), flatten('b', 's', 'y')));

  it('bring each what it asked for, in one request', async () => {
    const { sent, run } = start(
      twoDocuments,
      inTurn([found, { data: { _part0__entities: [{ x: 1 }], _part1__entities: [{ y: 2 }] } }]),
    );

    const { data, paths } = await run();

    expect(data).toEqual({ a: { ...empty, x: 1 }, b: { ...empty, y: 2 } });
    expect(paths).toEqual([]);
    expect(sent[1]?.variables).toEqual({ representations0: [t('1')], representations1: [t('2')] });
    expect(sent).toHaveLength(2);
  });

  it('put an error of one entity where it belongs', async () => {
    const errors = [{ message: 'x', path: ['_part1__entities', 0, 'y'] }];
    const { sent, run } = start(
      twoDocuments,
      inTurn([
        found,
        { data: { _part0__entities: [{ x: 1 }], _part1__entities: [{ y: null }] }, errors },
      ]),
    );

    const { data, paths } = await run();

    expect(data).toEqual({ a: { ...empty, x: 1 }, b: empty });
    expect(paths).toEqual([['b', 'y']]);
    expect(sent).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['has no data', { data: null, errors: [{ message: 'x', path: ['_part0__entities', 0] }] }],
    [
      'has an error without a place',
      {
        data: { _part0__entities: [{ x: 1 }], _part1__entities: [null] },
        errors: [{ message: 'x' }],
      },
    ],
    [
      'has an error of a whole part',
      {
        data: { _part0__entities: [{ x: 1 }], _part1__entities: null },
        errors: [{ message: 'x', path: ['_part1__entities'] }],
      },
    ],
    ['is none', { message: 'no GraphQL' }],
  ])('are sent once more, each by itself, if the reply %s', async (_what, reply) => {
    const { sent, run } = start(
      twoDocuments,
      inTurn([found, reply, entity({ x: 1 }), entity({ y: 2 })]),
    );

    const { data, paths } = await run();

    expect(data).toEqual({ a: { ...empty, x: 1 }, b: { ...empty, y: 2 } });
    expect(paths).toEqual([]);
    expect(sent).toHaveLength(4);
  });

  it('are not sent a third time', async () => {
    const broken = { data: null, errors: [{ message: 'x' }] };
    const { sent, run } = start(twoDocuments, inTurn([found, broken, broken, broken]));

    const { paths } = await run();

    expect(sent).toHaveLength(4);
    expect(paths).toHaveLength(2);
  });

  it('are sent as the one that has work left', async () => {
    const { sent, run } = start(
      twoDocuments,
      inTurn([{ data: { a: null, b: t('2') } }, entity({ y: 2 })]),
    );

    const { data } = await run();

    expect(data).toEqual({ a: null, b: { ...empty, y: 2 } });
    expect(sent[1]?.variables).toEqual({ representations: [t('2')] });
  });
});

describe('fetches of one document', () => {
  const oneDocument = plan(both, parallel(flatten('a', 's', 'x'), flatten('b', 's', 'x')));

  it('ask for all entities in one list, and for equal ones once', async () => {
    const { sent, run } = start(
      oneDocument,
      inTurn([found, { data: { _entities: [{ x: 1 }, { x: 2 }] } }]),
    );
    const equal = start(
      oneDocument,
      inTurn([{ data: { a: t('1'), b: t('1') } }, entity({ x: 1 })]),
    );

    const { data } = await run();
    const { data: equalData } = await equal.run();

    expect(data).toEqual({ a: { ...empty, x: 1 }, b: { ...empty, x: 2 } });
    expect(sent[1]?.variables).toEqual({ representations: [t('1'), t('2')] });
    expect(equalData).toEqual({ a: { ...empty, x: 1 }, b: { ...empty, x: 1 } });
    expect(equal.sent[1]?.variables).toEqual({ representations: [t('1')] });
  });

  it('put the error of an entity to each place that it is of', async () => {
    const errors = [{ message: 'x', path: ['_entities', 0, 'x'] }];
    const other = start(
      oneDocument,
      inTurn([found, { data: { _entities: [{ x: null }, { x: 2 }] }, errors }]),
    );
    const { run } = start(
      oneDocument,
      inTurn([{ data: { a: t('1'), b: t('1') } }, { ...entity({ x: null }), errors }]),
    );

    const { paths } = await run();
    const { paths: otherPaths } = await other.run();

    expect(paths).toEqual([
      ['a', 'x'],
      ['b', 'x'],
    ]);
    expect(otherPaths).toEqual([['a', 'x']]);
  });

  it('are asked each by itself where one may have spoilt the list', async () => {
    const { sent, run } = start(
      oneDocument,
      inTurn([
        found,
        { data: null, errors: [{ message: 'x', path: ['_entities'] }] },
        entity({ x: 1 }),
        { data: null, errors: [{ message: 'x', path: ['_entities'] }] },
      ]),
    );

    const { data, paths } = await run();

    expect(data).toEqual({ a: { ...empty, x: 1 }, b: empty });
    expect(paths).toEqual([undefined]);
    expect(sent).toHaveLength(4);
  });

  it('go on together where others wait for them', async () => {
    const chains = plan(
      both,
      parallel(
        sequence(flatten('a', 's', 'x'), flatten('a', 'u', 'y', 'x')),
        sequence(flatten('b', 's', 'x'), flatten('b', 'u', 'y', 'x')),
      ),
    );
    const { sent, run } = start(
      chains,
      inTurn([
        found,
        { data: { _entities: [{ x: 1 }, { x: 2 }] } },
        { data: { _entities: [{ y: 3 }, { y: 4 }] } },
      ]),
    );

    const { data } = await run();

    expect(data).toEqual({ a: { x: 1, y: 3, z: null }, b: { x: 2, y: 4, z: null } });
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['r', 's', 'u']);
  });
});

describe('a fetch', () => {
  /** Both branches end at `u`; the second one has to wait for `slow`. */
  const branches = plan(
    parallel(
      sequence(root('{a{__typename id}}'), flatten('a', 'u', 'x'), flatten('a', 'v', 'y')),
      sequence(root('{b{__typename id}}', 'slow'), flatten('b', 'u', 'x'), flatten('b', 'v', 'y')),
    ),
  );
  const answers: Record<string, (sent: Sent) => object> = {
    r: () => ({ data: { a: t('1') } }),
    slow: () => ({ data: { b: t('2') } }),
    u: ({ variables }) => ({
      data: { _entities: variables['representations']?.map(() => ({ x: 1 })) },
    }),
    v: ({ variables }) => ({
      data: { _entities: variables['representations']?.map(() => ({ y: 1 })) },
    }),
  };
  const answerBy = (sent: Sent): object => answers[sent.subgraph]?.(sent) ?? {};

  it('goes on, and so does what waits for it, while another one of its group hangs', async () => {
    const { promise, resolve } = createGate();
    const { sent, run } = start(branches, async (one) => {
      if (one.subgraph === 'slow') await promise;
      return answerBy(one);
    });

    const answer = run();
    await vi.waitFor(() => expect(sent.map(({ subgraph }) => subgraph)).toContain('v'));
    const before = sent.map(({ subgraph }) => subgraph);
    resolve();
    const { data } = await answer;

    expect(before.toSorted()).toEqual(['r', 'slow', 'u', 'v']);
    expect(data).toEqual({ a: { x: 1, y: 1, z: null }, b: { x: 1, y: 1, z: null } });
    expect(sent.map(({ subgraph }) => subgraph).slice(4)).toEqual(['u', 'v']);
  });

  it('does not wait again after it waited in vain twice', async () => {
    const leaves = plan(
      parallel(
        sequence(root('{a{__typename id}}'), flatten('a', 'u', 'x')),
        sequence(root('{b{__typename id}}', 'slow'), flatten('b', 'u', 'x')),
      ),
    );
    const delays = new Map([
      ['r', 40],
      ['slow', 800],
    ]);
    let startedAtMs = 0;
    const askedAfterMs: number[] = [];
    const { run } = start(leaves, async (one) => {
      if (one.subgraph === 'u') askedAfterMs.push(systemClock.monotonicMs() - startedAtMs);
      await new Promise((resolve) => {
        setTimeout(resolve, delays.get(one.subgraph) ?? 0);
      });
      return answerBy(one);
    });

    for (let count = 0; count < 3; count += 1) {
      startedAtMs = systemClock.monotonicMs();
      await run();
    }

    const [first = 0, , , , third = 0] = askedAfterMs;
    expect(askedAfterMs).toHaveLength(6);
    expect(first).toBeGreaterThan(250);
    expect(third).toBeLessThan(200);
  });
});

function createGate() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((onResolve) => {
    resolve = onResolve;
  });
  return { promise, resolve };
}
