// Fetches that travel as one: told apart again, and asked apart where one may have spoilt the others.
import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { compileOperation } from '../../../../gateway/engine/execution/compile-operation.ts';
import { readSubgraphReply } from '../../../../gateway/engine/subgraph-reply.ts';
import type { QueryPlan } from '../../../../gateway/engine/plan/query-plan.ts';
import type { RequestContext } from '../../../../gateway/http/request-context.ts';

const apiSchema = buildSchema('type Query { a: T b: T n: Int } type T { id: ID x: Int }');
const requires = [
  { kind: 'Field', name: '__typename' },
  { kind: 'Field', name: 'id' },
] as const;
const part = (alias: string, path: string) =>
  ({
    path: [path],
    fetch: {
      kind: 'Fetch',
      serviceName: 's',
      requires,
      operation:
        'query($representations:[_Any!]!){_entities(representations:$representations){...on T{x}}}',
      operationKind: 'query',
    },
    responseNames: { [alias]: '_entities' },
    representationsVariable: alias,
  }) as const;
const plan: QueryPlan = {
  kind: 'QueryPlan',
  node: {
    kind: 'Sequence',
    nodes: [
      {
        kind: 'Fetch',
        serviceName: 'r',
        operation: '{a{__typename id}b{__typename id}}',
        operationKind: 'query',
      },
      {
        kind: 'MergedFetch',
        serviceName: 's',
        operation:
          'query($p0:[_Any!]!,$p1:[_Any!]!){p0:_entities(representations:$p0){...on T{x}}p1:_entities(representations:$p1){...on T{x}}n}',
        operationKind: 'query',
        variableUsages: [],
        parts: [part('p0', 'a'), part('p1', 'b')],
      },
    ],
  },
};

async function run(replies: readonly object[]) {
  const sent: { query: string; variables?: Record<string, unknown> }[] = [];
  const document = parse('{ a { x } b { x } }');
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const compiled = compileOperation({
    apiSchema,
    document,
    operation,
    plan,
    types: { satisfies: (one, other) => one === other },
    connect: () => async (request) => {
      const text = JSON.stringify(replies[sent.length]);
      sent.push(JSON.parse(request.bodyText) as (typeof sent)[number]);
      const outcome = readSubgraphReply('s', { status: 200, bodyText: () => text }, undefined);
      return outcome.status === 'read'
        ? { status: 'answered', ...outcome.reply, isShared: false }
        : { status: 'failed', code: outcome.code };
    },
  });
  const context = {} as RequestContext;
  const { dataText, errors } = await compiled.execute({
    variables: {},
    coercedVariables: {},
    context,
  });
  return { data: JSON.parse(dataText) as unknown, paths: errors.map(({ path }) => path), sent };
}

const t = (id: string) => ({ __typename: 'T', id });
const both = { data: { a: t('1'), b: t('2') } };
const entity = (x: number | null) => ({ data: { _entities: [{ x }] } });

describe('a merged fetch', () => {
  it('brings each part what it asked for, in one request', async () => {
    const { data, paths, sent } = await run([both, { data: { p0: [{ x: 1 }], p1: [{ x: 2 }] } }]);

    expect(data).toEqual({ a: { x: 1 }, b: { x: 2 } });
    expect(paths).toEqual([]);
    expect(sent[1]?.variables).toEqual({ p0: [t('1')], p1: [t('2')] });
  });

  it('puts an error of one entity where it belongs', async () => {
    const errors = [{ message: 'x', path: ['p1', 0, 'x'] }];
    const { data, paths, sent } = await run([
      both,
      { data: { p0: [{ x: 1 }], p1: [{ x: null }] }, errors },
    ]);

    expect(data).toEqual({ a: { x: 1 }, b: { x: null } });
    expect(paths).toEqual([['b', 'x']]);
    expect(sent).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['has no data', { data: null, errors: [{ message: 'x', path: ['p0', 0] }] }],
    [
      'has an error without a place',
      { data: { p0: [{ x: 1 }], p1: [null] }, errors: [{ message: 'x' }] },
    ],
    [
      'has an error of a whole part',
      { data: { p0: [{ x: 1 }], p1: null }, errors: [{ message: 'x', path: ['p1'] }] },
    ],
  ])('is sent once more in parts if the reply %s', async (_what, reply) => {
    const { data, paths, sent } = await run([both, reply, entity(1), entity(2)]);

    expect(data).toEqual({ a: { x: 1 }, b: { x: 2 } });
    expect(paths).toEqual([]);
    expect(sent).toHaveLength(4);
  });

  it('is sent as the one part that has work left', async () => {
    const { data, sent } = await run([{ data: { a: null, b: t('2') } }, entity(2)]);

    expect(data).toEqual({ a: null, b: { x: 2 } });
    expect(sent[1]?.variables).toEqual({ representations: [t('2')] });
  });
});
