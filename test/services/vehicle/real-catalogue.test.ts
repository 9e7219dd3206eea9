// The committed catalogue through the vehicle and options services: every answer is as the contract says.
import { randomBytes } from 'node:crypto';

import { type Static, Type, type TSchema } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import type { RunningPart } from '../../../runtime/part.ts';
import { createOptionsService } from '../../../services/options/create-options-service.ts';
import {
  initialConfiguration,
  seriesFamilies,
  variantItems,
} from '../../../services/options/schemas.ts';
import { loadOptionsTables } from '../../../services/options/start-options-service.ts';
import { batchOf, nullable, pageOf } from '../../../services/server/schemas.ts';
import type { Service } from '../../../services/server/service.ts';
import { startService } from '../../../services/server/start-service.ts';
import { createVehicleService } from '../../../services/vehicle/create-vehicle-service.ts';
import { modelSeries, modelVariant, vehicle, wltp } from '../../../services/vehicle/schemas.ts';
import { loadVehicleTables } from '../../../services/vehicle/start-vehicle-service.ts';
import { expectSchema, readJson, sendJson } from '../read-json.ts';

const config = { databaseFile: ':memory:', minVariants: 0 };
const parts = { config, log: silentLog, clock: systemClock };

let vehicleApi: RunningPart;
let optionsApi: RunningPart;

const start = (name: string, service: Service) =>
  startService({
    clock: systemClock,
    name,
    service,
    config: { host: '127.0.0.1', port: 0 },
    portVariable: 'MARQUE_TEST_PORT',
  });

beforeAll(async () => {
  const [vehicleTables, optionsTables] = [await loadVehicleTables(), await loadOptionsTables()];
  const options = await createOptionsService({ ...parts, tables: optionsTables, randomBytes });
  vehicleApi = await start(
    'vehicle-api',
    await createVehicleService({ ...parts, tables: vehicleTables }),
  );
  optionsApi = await start('options-api', options);
});
afterAll(async () => {
  await vehicleApi.stop();
  await optionsApi.stop();
});

async function readAll<Schema extends TSchema>(url: string, schema: Schema) {
  const page = Type.Object({ items: Type.Array(schema), nextPageToken: nullable(Type.String()) });
  const items: Static<Schema>[] = [];
  let token: string | null = '';
  while (token !== null) {
    const { body } = await readJson(`${url}limit=100${token && `&pageToken=${token}`}`);
    const read: { items: Static<Schema>[]; nextPageToken: string | null } = expectSchema(
      page,
      body,
    );
    items.push(...read.items);
    token = read.nextPageToken;
  }
  return items;
}

describe('the committed catalogue', () => {
  it('answers every variant, and at least 250 of them', async () => {
    const variants = await readAll(`${vehicleApi.url}/v1/model-variants?`, modelVariant);

    expect(new Set(variants.map(({ id }) => id)).size).toBe(variants.length);
    expect(variants.length).toBeGreaterThanOrEqual(250);
  });

  it('answers families for every series', async () => {
    const series = await readAll(`${vehicleApi.url}/v1/model-series?`, modelSeries);
    const batches = await Promise.all(
      [series.slice(0, 100), series.slice(100)].map(async (part) => {
        const ids = part.map(({ code }) => code).join(',');
        const { body } = await readJson(`${optionsApi.url}/v1/option-families/batch?ids=${ids}`);
        return expectSchema(batchOf(seriesFamilies), body);
      }),
    );

    const items = batches.flatMap((batch) => batch.items);
    expect(items.map(({ series: code }) => code)).toEqual(series.map(({ code }) => code));
    expect(items.filter(({ families }) => families.length === 0)).toEqual([]);
  });

  it('has a market for which a variant offers at least 80 selectables', async () => {
    const variants = await readAll(
      `${vehicleApi.url}/v1/model-variants?market=DE&brand=bmw&`,
      modelVariant,
    );
    const ids = variants.slice(0, 20).map(({ id }) => id);
    const { body } = await readJson(
      `${optionsApi.url}/v1/selectables/batch?ids=${ids.join(',')}&market=DE&at=2026-11-21`,
    );

    const batch = expectSchema(batchOf(variantItems), body);
    expect(batch.notFound).toEqual([]);
    expect(Math.max(...batch.items.map(({ items }) => items.length))).toBeGreaterThanOrEqual(80);
  });

  it.each(['PETROL', 'DIESEL', 'ELECTRIC', 'PLUG_IN_HYBRID'])(
    'computes WLTP figures of %s variants within their range from the initial configuration',
    async (fuel) => {
      const variants = await readAll(
        `${vehicleApi.url}/v1/model-variants?market=FR&fuel=${fuel}&`,
        modelVariant,
      );
      const chosen = variants.slice(0, 100);
      const ids = chosen.map(({ id }) => id).join(',');
      const initial = await readJson(
        `${optionsApi.url}/v1/initial-configurations/batch?ids=${ids}&market=FR`,
      );
      const { items } = expectSchema(batchOf(initialConfiguration), initial.body);
      const { body } = await sendJson(`${vehicleApi.url}/v1/wltp-calculations`, {
        items: items.map(({ configuration: { id, variantId, market, selection } }) => ({
          configurationId: id,
          variantId,
          market,
          selection,
        })),
      });

      const answer = expectSchema(
        Type.Object({ items: Type.Array(wltp), failures: Type.Array(Type.Unknown()) }),
        body,
      );
      expect(answer.failures).toEqual([]);
      expect(answer.items).toHaveLength(chosen.length);
      const outside = answer.items.filter(({ configurationId, co2GramsPerKm }) => {
        const range = chosen.find(({ id }) => configurationId.startsWith(`${id}~`))?.wltp;
        if (!range || co2GramsPerKm === null) return Boolean(range) !== (co2GramsPerKm !== null);
        return (
          co2GramsPerKm < Math.floor(range.co2GramsPerKmMin) ||
          co2GramsPerKm > Math.ceil(range.co2GramsPerKmMax)
        );
      });
      expect(outside).toEqual([]);
    },
  );

  it('answers the garage of a customer', async () => {
    const { body } = await readJson(`${vehicleApi.url}/v1/vehicles?owner=C-0001`);

    expect(expectSchema(pageOf(vehicle), body).total).toBeGreaterThan(0);
  });
});
