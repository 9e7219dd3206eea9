// The vehicle subgraph before its real REST service, on the committed catalogue.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createVehicleService } from '../../../services/vehicle/create-vehicle-service.ts';
import { loadVehicleTables } from '../../../services/vehicle/start-vehicle-service.ts';
import { createVehicleSubgraph } from '../../../subgraphs/vehicle/subgraph.ts';
import { serviceParts, startTeamBench, type TeamBench, workshop } from '../team-bench.ts';

const variant = 'bmw-g26-i4-edrive40';
const vin = 'WBY73AW00N3101985';
const tables = await loadVehicleTables();

let bench: TeamBench;
beforeEach(async () => {
  bench = await startTeamBench(
    await createVehicleService({ ...serviceParts, tables }),
    createVehicleSubgraph,
  );
});
afterEach(() => bench.stop());

describe('the vehicle subgraph', () => {
  it('answers markets as the service does, in one call', async () => {
    const { data, calls } = await bench.ask('{ markets { id name languages } }', {
      headers: { 'x-marque-language': 'fr' },
    });

    const { items } = await bench.read('/v1/markets?limit=100&language=fr');
    expect(data['markets']).toEqual(
      (items as { id: string; name: string; languages: string[] }[]).map(
        ({ id, name, languages }) => ({ id, name, languages }),
      ),
    );
    expect(calls).toEqual(['vehicle markets × 1']);
  });

  it('searches a page at a time and does not read the found rows again', async () => {
    const search = (after: unknown) =>
      bench.ask(
        `query ($after: String) {
          searchModelVariants(filter: { market: "DE", text: "i4" }, first: 2, after: $after) {
            totalCount nodes { id engine { fuel } } facets { name } pageInfo { hasNextPage endCursor }
          }
          again: modelVariant(id: "${variant}") { id }
        }`,
        { variables: { after } },
      );
    const first = await search(null);
    const second = await search(first.data['searchModelVariants']['pageInfo']['endCursor']);

    expect(first.errors).toBeUndefined();
    expect(first.data['searchModelVariants']['pageInfo']['hasNextPage']).toBe(true);
    expect(second.data['searchModelVariants']['nodes']).toHaveLength(2);
    expect(second.data['searchModelVariants']['nodes']).not.toEqual(
      first.data['searchModelVariants']['nodes'],
    );
    expect(first.calls).toContain('vehicle model-variants/search × 1');
  });

  it('reads several variants in the order asked for, and markets only for more than their id', async () => {
    const ids = await bench.ask(
      `{ modelVariants(ids: ["nope", "${variant}"]) { id markets { id } } }`,
    );
    const names = await bench.ask(`{ modelVariant(id: "${variant}") { markets { name } } }`);

    expect(ids.data['modelVariants']).toMatchObject([null, { id: variant }]);
    expect(ids.calls).toEqual(['vehicle model-variants × 1']);
    expect(names.calls).toEqual(['vehicle markets × 1']);
  });

  it('answers a vehicle to callers with the scope, without a call for its keys', async () => {
    const query = `{ vehicle(vin: "${vin.toLowerCase()}") { vin variant { id } market { id } mileageKm } }`;

    const allowed = await bench.ask(query, { headers: workshop });
    const refused = await bench.ask(query);

    const { items } = await bench.read(`/v1/vehicles/batch?ids=${vin}`);
    expect(allowed.data['vehicle']).toEqual({
      vin,
      variant: { id: variant },
      market: { id: 'DE' },
      mileageKm: items[0]['mileageKm'],
    });
    expect(allowed.calls).toEqual(['vehicle vehicles × 1']);
    expect(refused.data['vehicle']).toBeNull();
    expect(refused.errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    expect(refused.calls).toEqual([]);
  });

  it('sees through fragments whether a key is enough', async () => {
    const ask = (fields: string) =>
      bench.ask(
        `{ vehicle(vin: "${vin}") { variant { ...V ... on ModelVariant { __typename } } } }
         fragment V on ModelVariant { ${fields} }`,
        { headers: workshop },
      );

    const key = await ask('id');
    const more = await ask('id name');

    expect(key.calls).toEqual(['vehicle vehicles × 1']);
    expect(more.calls).toEqual(['vehicle model-variants × 1', 'vehicle vehicles × 1']);
  });

  it('keeps nothing about vehicles between requests', async () => {
    const query = `{ vehicle(vin: "${vin}") { mileageKm } }`;
    await bench.ask(query, { headers: workshop });

    const { calls } = await bench.ask(query, { headers: workshop });

    expect(calls).toEqual(['vehicle vehicles × 1']);
  });

  it("answers the caller's own garage in two calls, and nobody's to nobody", async () => {
    const query = '{ garage { vin variant { name } } }';

    const own = await bench.ask(query, { headers: workshop });
    const nobody = await bench.ask(query, { headers: { 'x-marque-scopes': 'vehicle:read' } });

    expect((own.data['garage'] as unknown[]).length).toBeGreaterThanOrEqual(5);
    expect(own.calls).toEqual(['vehicle model-variants × 1', 'vehicle vehicles/by-owner × 1']);
    expect(nobody.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('decodes a VIN and refuses one that is not well-formed without a call', async () => {
    const good = await bench.ask(`{ decodeVin(vin: "${vin}", market: "DE") { wmi brand { id } } }`);
    const bad = await bench.ask('{ decodeVin(vin: "OIQ", market: "DE") { wmi } }');

    expect(good.data['decodeVin']).toEqual({ wmi: 'WBY', brand: { id: 'bmw' } });
    expect(bad.errors).toMatchObject([
      {
        message: expect.stringMatching(/^vin must have 17 characters/),
        extensions: { code: 'VIN_INVALID' },
      },
    ]);
    expect(bad.calls).toEqual([]);
  });

  it('decodes a VIN without a market, which is then held to no check digit', async () => {
    const wrong = `${vin.slice(0, 8)}${vin[8] === 'X' ? '1' : 'X'}${vin.slice(9)}`;
    const query = `{ decodeVin(vin: "${wrong}") { wmi } }`;

    const anywhere = await bench.ask(query);
    const strict = await bench.ask(query, { headers: { 'x-marque-market': 'US' } });

    expect(anywhere.errors).toBeUndefined();
    expect(anywhere.data['decodeVin']).toEqual({ wmi: 'WBY' });
    expect(strict.errors).toMatchObject([{ extensions: { code: 'VIN_CHECK_DIGIT_MISMATCH' } }]);
  });

  it('says that a wrong check digit is refused where the market requires it', async () => {
    const wrong = `${vin.slice(0, 8)}${vin[8] === 'X' ? '1' : 'X'}${vin.slice(9)}`;

    const { errors } = await bench.ask(`{ decodeVin(vin: "${wrong}", market: "US") { vin } }`);

    expect(errors).toMatchObject([
      { extensions: { code: 'VIN_CHECK_DIGIT_MISMATCH', service: 'vehicle' } },
    ]);
  });

  it('computes the figures of many configurations in one call', async () => {
    const representation = (id: string) => ({
      __typename: 'Configuration',
      id,
      variant: { id: variant },
      market: { id: 'DE' },
      selection: [],
    });

    const { data, calls } = await bench.ask(
      `query ($representations: [_Any!]!) {
        _entities(representations: $representations) {
          ... on Configuration { wltp { co2GramsPerKm massKg } }
        }
      }`,
      { variables: { representations: ['a', 'b', 'c'].map((id) => representation(id)) } },
    );

    expect(data['_entities']).toHaveLength(3);
    expect(data['_entities'][0]).toMatchObject({ wltp: { co2GramsPerKm: 0 } });
    expect(calls).toEqual(['vehicle wltp-calculations × 1']);
  });

  it('writes a mileage once under one key', async () => {
    const write = (mileageKm: number) =>
      bench.ask(
        `mutation ($input: UpdateMileageInput!) { updateMileage(input: $input) { mileageKm } }`,
        {
          headers: workshop,
          variables: {
            input: { vin, mileageKm, mileageAt: '2026-11-20', idempotencyKey: 'mileage-1' },
          },
        },
      );

    const first = await write(90_000);
    const again = await write(90_000);
    const other = await write(95_000);

    expect(first.data['updateMileage']).toEqual({ mileageKm: 90_000 });
    expect(again.data['updateMileage']).toEqual({ mileageKm: 90_000 });
    expect(other.errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }]);
  });

  it.each([
    ['{ modelVariant(id: "../admin") { id } }'],
    ['{ market(id: "DE?x=") { id } }'],
    ['{ modelSeries(brand: "bmw#", market: "DE") { code } }'],
    ['{ searchModelVariants(filter: { market: "DE", series: "//evil" }) { totalCount } }'],
    ['{ searchModelVariants(filter: { market: "DE" }, first: 101) { totalCount } }'],
    ['{ searchModelVariants { totalCount } }'],
    ['{ searchModelVariants(filter: { market: "DE" }, after: "a b") { totalCount } }'],
  ])('refuses %s without a call', async (query) => {
    const { errors } = await bench.ask(query);

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(bench.requests).toEqual([]);
  });

  it('says that a market is unknown', async () => {
    const { errors } = await bench.ask('{ modelSeries(market: "XX") { code } }');

    expect(errors).toMatchObject([{ extensions: { code: 'MARKET_UNKNOWN', service: 'vehicle' } }]);
  });
});
