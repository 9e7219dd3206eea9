// Plans whose paths go on for objects of some types only, as a planner may make them.
import { Supergraph, operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { getOperationAST, parse } from 'graphql';
import { expect, it } from 'vitest';

import { compileOperation } from '../../../../gateway/engine/execution/compile-operation.ts';
import type { FetchRequest } from '../../../../gateway/engine/execution/fetch-connection.ts';
import { createTypeRelations } from '../../../../gateway/engine/execution/type-relations.ts';
import type { QueryPlan } from '../../../../gateway/engine/plan/query-plan.ts';
import type { RequestContext } from '../../../../gateway/http/request-context.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import { composeTestSupergraph, listFetches } from '../planner/planned-graph.ts';

const supergraphSdl = composeTestSupergraph({
  a: `type Query { items: [Item] one: Item }
    interface Item { art(size: String): Art }
    type Film implements Item { art(size: String): Art }
    type Song implements Item { art(size: String): Art }
    type Art @key(fields: "id") { id: ID! }`,
  b: `type Art @key(fields: "id") { id: ID! url(of: String): String }`,
});
const art = (id: string) => ({ __typename: 'Art', id });
const items = [{ __typename: 'Film', art: art('f') }, { __typename: 'Song', art: art('s') }, null];
const query = `{
  items { ... on Film { art(size: "l") { url(of: "film") } } ... on Song { art(size: "s") { sung: url(of: "song") } } }
  one { ... on Film { art { url } } ... on Song { art { sung: url } } }
}`;

interface Body {
  readonly query: string;
  readonly variables: Readonly<Record<string, readonly { readonly id: string }[]>>;
}

it('asks for each type what is selected of it, in one request', async () => {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const planner = new QueryPlanner(supergraph, { typeConditionedFetching: true });
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const planned = planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), document));
  const plan = JSON.parse(JSON.stringify(planned)) as QueryPlan;
  const sent: Body[] = [];
  const answer = ({ bodyText }: FetchRequest): Record<string, unknown> => {
    const body = JSON.parse(bodyText) as Body;
    sent.push(body);
    if (body.query.includes('items')) return { items, one: items[1] };
    // Of each list of entities, under whatever alias, all that the document selects.
    const aliases = [
      ...body.query.matchAll(/(\w+):_entities\(representations:\$(\w+)\)(\{[^}]*\})/g),
    ];
    return Object.fromEntries(
      aliases.map(([, alias = '', variable = '', selected = '']) => [
        alias,
        body.variables[variable]?.map(({ id }) =>
          selected.includes('sung:') ? { sung: `${id} sung` } : { url: `${id} url` },
        ),
      ]),
    );
  };

  const { dataText, errors } = await compileOperation({
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    document,
    operation,
    plan,
    types: createTypeRelations(parse(supergraphSdl)),
    connections: {
      connect: () => async (request) => ({
        status: 'answered',
        data: answer(request),
        errors: [],
        isShared: false,
      }),
      mayTravelTogether: () => true,
    },
    clock: systemClock,
  }).execute({ variables: {}, coercedVariables: {}, context: {} as RequestContext });

  expect(JSON.stringify(plan)).toContain('@|[Film]');
  expect(listFetches(plan).length).toBeGreaterThan(3);
  expect(errors).toEqual([]);
  expect(JSON.parse(dataText)).toEqual({
    items: [{ art: { url: 'f url' } }, { art: { sung: 's sung' } }, null],
    one: { art: { sung: 's sung' } },
  });
  expect(sent).toHaveLength(2);
  const asked = Object.values(sent[1]?.variables ?? {});
  expect(asked.map((list) => list.map(({ id }) => id).join()).toSorted()).toEqual(['f', 's', 's']);
});
