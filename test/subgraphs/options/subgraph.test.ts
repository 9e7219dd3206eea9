// The options subgraph before its real REST service, on the committed catalogue.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createOptionsService } from '../../../services/options/create-options-service.ts';
import { loadOptionsTables } from '../../../services/options/start-options-service.ts';
import { createOptionsSubgraph } from '../../../subgraphs/options/subgraph.ts';
import { serviceParts, startTeamBench, type TeamBench, workshop } from '../team-bench.ts';

const variant = 'bmw-g26-i4-edrive40';
const entities = (selection: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
const ofVariant = { representations: [{ __typename: 'ModelVariant', id: variant }] };

let bench: TeamBench;
let configuration: string;
beforeAll(async () => {
  bench = await startTeamBench(
    await createOptionsService({ ...serviceParts, tables: await loadOptionsTables() }),
    createOptionsSubgraph,
  );
  const { items } = await bench.read(`/v1/initial-configurations/batch?ids=${variant}&market=DE`);
  configuration = items[0]['configuration']['id'];
});
afterAll(() => bench.stop());

describe('the options subgraph', () => {
  it('groups selectables by family and reads no item again', async () => {
    const { data, calls } = await bench.ask(
      entities(
        '... on ModelVariant { selectables(market: "DE") { family { id position } items { __typename id } } }',
      ),
      { variables: ofVariant },
    );

    const { items } = await bench.read(`/v1/selectables/batch?ids=${variant}&market=DE`);
    const families = data['_entities'][0]['selectables'] as {
      family: { position: number };
      items: { id: string }[];
    }[];
    expect(families.flatMap((family) => family.items.map(({ id }) => id)).sort()).toEqual(
      (items[0]['items'] as { id: string }[]).map(({ id }) => id).sort(),
    );
    const positions = families.map(({ family }) => family.position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(calls).toEqual(['options selectables × 1']);
  });

  it('answers the initial configuration with its items in two calls', async () => {
    const { data, calls } = await bench.ask(
      entities(
        '... on ModelVariant { initialConfiguration { id variant { id } market { id } selection items { code } } }',
      ),
      { variables: ofVariant, headers: { 'x-marque-market': 'DE' } },
    );

    const initial = data['_entities'][0]['initialConfiguration'];
    expect(initial).toMatchObject({ variant: { id: variant }, market: { id: 'DE' } });
    expect((initial['items'] as { code: string }[]).map(({ code }) => code)).toEqual(
      initial['selection'],
    );
    expect(calls).toEqual(['options initial-configurations × 1', 'options items × 1']);
  });

  it('says which market is missing', async () => {
    const { errors } = await bench.ask(
      entities('... on ModelVariant { initialConfiguration { id } }'),
      { variables: ofVariant },
    );

    expect(errors).toMatchObject([
      { message: expect.stringContaining('x-marque-market') as string },
    ]);
  });

  it('resolves items by their interface and by their own type', async () => {
    const id = `${variant}~DE~P0300`;
    const { data, errors } = await bench.ask(
      entities('__typename ... on ConfigurableItem { code name } ... on Paint { colour }'),
      {
        variables: {
          representations: [
            { __typename: 'ConfigurableItem', id },
            { __typename: 'Paint', id },
            { __typename: 'ConfigurableItem', id: `${variant}~DE~NOPE` },
          ],
        },
      },
    );

    expect(errors).toBeUndefined();
    expect(data['_entities']).toMatchObject([
      { __typename: 'Paint', code: 'P0300' },
      { __typename: 'Paint', code: 'P0300' },
      null,
    ]);
  });

  it('lists what a vehicle was built with; a code that is gone is null', async () => {
    const { data, calls } = await bench.ask(entities('... on Vehicle { equipment { code } }'), {
      headers: workshop,
      variables: {
        representations: [
          {
            __typename: 'Vehicle',
            vin: 'WBY73AW00N3101985',
            variant: { id: variant },
            market: { id: 'DE' },
            factoryOptionCodes: ['P0300', 'GONE'],
          },
        ],
      },
    });

    expect(data['_entities']).toEqual([{ equipment: [{ code: 'P0300' }, null] }]);
    expect(calls.length).toBeLessThanOrEqual(1);
  });

  it('refuses vehicles to callers without the scope', async () => {
    const { data, errors, calls } = await bench.ask(
      entities('... on Vehicle { equipment { code } }'),
      { variables: { representations: [{ __typename: 'Vehicle', vin: 'X' }] } },
    );

    expect(data['_entities']).toEqual([null]);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    expect(calls).toEqual([]);
  });

  it('checks a selection in one call and names what is broken', async () => {
    const check = (selection: string[]) =>
      bench.ask(
        `query ($selection: [ID!]!) {
          buildability(variant: "${variant}", market: "DE", selection: $selection) {
            buildable violations { code } configuration { id }
          }
        }`,
        { variables: { selection } },
      );
    const codes = configuration.split('~')[3]?.split('.') ?? [];

    const good = await check(codes);
    const broken = await check(codes.slice(1).concat('NOPE'));
    const empty = await check([]);

    expect(good.data['buildability']).toEqual({
      buildable: true,
      violations: [],
      configuration: { id: configuration },
    });
    expect(good.calls).toEqual(['options buildability × 1']);
    expect(broken.data['buildability']).toMatchObject({ buildable: false });
    expect(empty.data['buildability']).toMatchObject({ buildable: false });
  });

  it('changes a configuration and does not read again what the change answered', async () => {
    const { data, calls, errors } = await bench.ask(
      `mutation ($input: ChangeConfigurationInput!) {
        changeConfiguration(input: $input) {
          status
          applied { configuration { id } added { code } priceDifference { gross { currency } } }
          alternatives { configuration { id buildable } }
        }
      }`,
      { variables: { input: { configuration, add: ['248'] } } },
    );

    expect(errors).toBeUndefined();
    expect(data['changeConfiguration']['status']).toMatch(/^(APPLIED|CONFLICT)$/);
    expect(calls).toEqual(['options configuration-changes × 1']);
  });

  it('saves once under one key and finds by code', async () => {
    const save = () =>
      bench.ask(
        `mutation ($input: SaveConfigurationInput!) { saveConfiguration(input: $input) { code } }`,
        { variables: { input: { configuration, name: 'mine', idempotencyKey: 'save-0001' } } },
      );
    const first = await save();
    const again = await save();
    const { code } = first.data['saveConfiguration'] as { code: string };

    const found = await bench.ask(
      `{ savedConfiguration(code: "${code}") { name configuration { id } } }`,
    );
    const unknown = await bench.ask('{ savedConfiguration(code: "AAAAAAAA") { name } }');

    expect(again.data).toEqual(first.data);
    expect(found.data['savedConfiguration']).toEqual({
      name: 'mine',
      configuration: { id: configuration },
    });
    expect(unknown.data['savedConfiguration']).toBeNull();
    expect(unknown.errors).toBeUndefined();
  });

  it.each([
    ['{ configuration(id: "../x") { id } }', 'BAD_USER_INPUT'],
    ['{ savedConfiguration(code: "a/b") { name } }', 'BAD_USER_INPUT'],
    [
      'mutation { saveConfiguration(input: { configuration: "a", idempotencyKey: "short" }) { code } }',
      'BAD_USER_INPUT',
    ],
    [
      '{ buildability(variant: "a?b", market: "DE", selection: []) { buildable } }',
      'BAD_USER_INPUT',
    ],
  ])('refuses %s without a call', async (query, code) => {
    const before = bench.requests.length;

    const { errors } = await bench.ask(query);

    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(bench.requests).toHaveLength(before);
  });
});
