// The maintenance subgraph before its real REST service, on the committed catalogue.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMaintenanceService } from '../../../services/maintenance/create-maintenance-service.ts';
import { loadMaintenanceTables } from '../../../services/maintenance/start-maintenance-service.ts';
import { createMaintenanceSubgraph } from '../../../subgraphs/maintenance/subgraph.ts';
import { serviceParts, startTeamBench, type TeamBench, workshop } from '../team-bench.ts';

const tables = await loadMaintenanceTables();
const [row] = tables.registeredVehicles;
if (!row) throw new Error('The catalogue has no vehicles.');
const engineRow = tables.engines.find(
  ({ code }) => code === tables.variants.find(({ id }) => id === row.variant)?.engine,
);
if (!engineRow) throw new Error('The vehicle has no engine.');
const engine = { code: engineRow.code, fuel: engineRow.fuel };
const vehicle = (vin: string) => ({
  __typename: 'Vehicle',
  vin,
  variant: { engine },
  market: { id: row.market },
  firstRegistration: row.firstRegistration,
  mileageKm: row.mileageKm,
  mileageAt: row.mileageAt,
});
const entities = (selection: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;

let bench: TeamBench;
beforeAll(async () => {
  bench = await startTeamBench(
    await createMaintenanceService({ ...serviceParts, tables }),
    createMaintenanceSubgraph,
  );
});
afterAll(() => bench.stop());

describe('the maintenance subgraph', () => {
  it('answers fluids and intervals of an engine as the service does', async () => {
    const { data, calls, errors } = await bench.ask(
      entities(
        '... on ModelVariant { fluids { kind litres oilNorms { code } } intervals(market: "DE") { item { id } intervalKm } }',
      ),
      { variables: { representations: [{ __typename: 'ModelVariant', id: 'any', engine }] } },
    );

    const { items } = await bench.read(`/v1/fluids/batch?ids=${engine.code}`);
    expect(errors).toBeUndefined();
    expect((data['_entities'][0]['fluids'] as { kind: string }[]).map(({ kind }) => kind)).toEqual(
      (items[0]['fluids'] as { kind: string }[]).map(({ kind }) => kind),
    );
    expect(calls).toEqual(['maintenance fluids × 1', 'maintenance intervals × 1']);
  });

  it('computes the status of many vehicles in one call', async () => {
    const vins = tables.registeredVehicles.slice(0, 5).map(({ vin }) => vin);

    const { data, calls, errors } = await bench.ask(
      entities('... on Vehicle { serviceStatus { status items { item { name } status } } }'),
      { headers: workshop, variables: { representations: vins.map((vin) => vehicle(vin)) } },
    );

    expect(errors).toBeUndefined();
    expect(data['_entities']).toHaveLength(5);
    expect(data['_entities'][0]['serviceStatus']['status']).toMatch(/^(OK|PENDING|OVERDUE)$/);
    expect(calls).toEqual(['maintenance service-status × 1']);
  });

  it('plans on different terms apart, and knows a dealer by id without a call', async () => {
    const { data, calls, errors } = await bench.ask(
      entities(`... on Vehicle {
        near: servicePlan(horizonMonths: 12, dealer: "D-DE-001") { dealer { id } events { dueOn } }
        far: servicePlan(horizonMonths: 60) { plannedAt events { dueOn } }
      }`),
      { headers: workshop, variables: { representations: [vehicle(row.vin)] } },
    );

    const [plans] = data['_entities'] as Record<string, Record<string, unknown[]>>[];
    expect(errors).toBeUndefined();
    expect(plans?.['near']).toMatchObject({ dealer: { id: 'D-DE-001' } });
    expect(plans?.['far']).toMatchObject({ plannedAt: '2026-11-21' });
    expect(plans?.['far']?.['events']?.length).toBeGreaterThan(
      plans?.['near']?.['events']?.length ?? 0,
    );
    expect(calls).toEqual(['maintenance service-plans × 2']);
  });

  it('computes nothing for a vehicle whose variant is not known', async () => {
    const { data, calls } = await bench.ask(
      entities('... on Vehicle { serviceStatus { status } servicePlan { plannedAt } }'),
      {
        headers: workshop,
        variables: { representations: [{ ...vehicle(row.vin), variant: null }] },
      },
    );

    expect(data['_entities']).toEqual([{ serviceStatus: null, servicePlan: null }]);
    expect(calls).toEqual([]);
  });

  it('pages dealers that the service pages by offset', async () => {
    const ask = (after: unknown) =>
      bench.ask(
        `query ($after: String) {
          dealers(market: "DE", first: 1, after: $after) {
            nodes { id market { id } } totalCount pageInfo { hasNextPage endCursor }
          }
        }`,
        { variables: { after } },
      );
    const found: string[] = [];
    let after: unknown = null;
    do {
      const { data } = await ask(after);
      found.push(...(data['dealers']['nodes'] as { id: string }[]).map(({ id }) => id));
      after = data['dealers']['pageInfo']['hasNextPage']
        ? data['dealers']['pageInfo']['endCursor']
        : undefined;
    } while (after !== undefined);

    const { items, total } = await bench.read('/v1/dealers?market=DE&limit=100');
    expect(found).toEqual((items as { id: string }[]).map(({ id }) => id));
    expect(found).toHaveLength(total);
  });

  it("hides what a dealer pays from everybody without the dealers' scope", async () => {
    const query = '{ dealer(id: "D-DE-001") { name partsDiscountPercent } }';

    const hidden = await bench.ask(query);
    const shown = await bench.ask(query, { headers: { 'x-marque-scopes': 'dealer:internal' } });

    expect(hidden.data['dealer']).toMatchObject({ partsDiscountPercent: null });
    expect(hidden.errors).toMatchObject([
      {
        path: ['dealer', 'partsDiscountPercent'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
      },
    ]);
    expect(shown.data['dealer']['partsDiscountPercent']).toMatch(/^\d/);
  });

  it('checks 250 VINs for recalls in three calls, in the order asked for', async () => {
    const vins = Array.from({ length: 250 }, (_, index) => `WBA00000000${100_000 + index}`);

    const { data, calls, errors } = await bench.ask(
      'query ($vins: [ID!]!) { recallChecks(vins: $vins) { vin recalls { status } } }',
      { headers: workshop, variables: { vins: [...vins, 'not-a-vin', '../x'] } },
    );

    const checks = data['recallChecks'] as ({ vin: string } | null)[];
    expect(checks.slice(0, 250).map((check) => check?.vin)).toEqual(vins);
    expect(checks.slice(250)).toEqual([null, null]);
    expect(errors).toMatchObject([
      { path: ['recallChecks', 251], extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(calls).toEqual(['maintenance recalls × 3']);
  });

  it('refuses more than 500 VINs', async () => {
    const { errors, calls } = await bench.ask(
      'query ($vins: [ID!]!) { recallChecks(vins: $vins) { vin } }',
      {
        headers: workshop,
        variables: { vins: Array.from({ length: 501 }, (_, index) => `V${index}`) },
      },
    );

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(calls).toEqual([]);
  });

  it('records a service once under one key and answers the new status', async () => {
    const item = tables.maintenanceItems.find(({ id }) => id === 'ENGINE_OIL') ?? {
      id: 'BRAKE_FLUID',
    };
    const record = () =>
      bench.ask(
        `mutation ($input: RecordServiceInput!) {
          recordService(input: $input) { recordId performedOn mileageKm status { status } }
        }`,
        {
          headers: workshop,
          variables: {
            input: {
              vin: row.vin,
              performedOn: '2026-11-20',
              mileageKm: row.mileageKm + 5_000,
              items: [engine.fuel === 'ELECTRIC' ? 'BRAKE_FLUID' : item.id],
              idempotencyKey: 'record-01',
            },
          },
        },
      );

    const first = await record();
    const again = await record();

    expect(first.errors).toBeUndefined();
    expect(first.data['recordService']).toMatchObject({ mileageKm: row.mileageKm + 5_000 });
    expect(again.data).toEqual(first.data);
    expect(first.calls).toEqual(['maintenance service-records × 1']);
  });

  it('refuses to record without the scope, and for a vehicle that it does not know', async () => {
    const record = (headers: Readonly<Record<string, string>>) =>
      bench.ask(
        `mutation { recordService(input: {
          vin: "WBA00000000000000", performedOn: "2026-11-20", mileageKm: 1, items: ["BRAKE_FLUID"], idempotencyKey: "record-02"
        }) { recordId } }`,
        { headers },
      );

    const refused = await record({ 'x-marque-scopes': 'vehicle:read' });
    const unknown = await record(workshop);

    expect(refused.errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    expect(refused.calls).toEqual([]);
    expect(unknown.errors).toMatchObject([{ extensions: { code: 'VEHICLE_UNKNOWN' } }]);
  });
});
