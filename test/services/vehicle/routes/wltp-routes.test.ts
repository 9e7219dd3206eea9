// WLTP figures of configurations over HTTP, on equipment whose masses can be added up by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { RunningPart } from '../../../../runtime/part.ts';
import { wltp } from '../../../../services/vehicle/schemas.ts';
import { expectSchema, sendJson } from '../../read-json.ts';
import { startVehicleBench } from '../vehicle-bench.ts';
import { plugInHybrid } from '../vehicle-tables.ts';

let folder: string;
let part: RunningPart;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marque-wltp-'));
  part = await startVehicleBench(folder);
});
afterEach(async () => {
  await part.stop();
  rmSync(folder, { recursive: true });
});

describe('WLTP calculations', () => {
  const calculate = (items: unknown) => sendJson(`${part.url}/v1/wltp-calculations`, { items });
  const input = (variantId: string, selection: readonly string[], of = 'DE') => ({
    configurationId: selection.join('.'),
    variantId,
    market: of,
    selection,
  });

  it.each([
    [[], 140, 6.2, 1_500],
    [['W20', '248', '2VB'], 161, 7.1, 1_600],
    // A tenth of the way: 142.1 g and 6.29 l.
    [['W18'], 142, 6.3, 1_510],
    // Half way: 150.5 g, half-up.
    [['2VB'], 151, 6.7, 1_550],
    [['2VB', '2VB'], 151, 6.7, 1_550],
  ])('interpolates the selection %j', async (selection, co2, litres, massKg) => {
    const { body } = await calculate([input('bmw-g20-320i', selection)]);

    const { items } = expectSchema(Type.Object({ items: Type.Array(wltp) }), body);
    expect(items).toMatchObject([
      { co2GramsPerKm: co2, litresPer100Km: litres, massKg, provenance: 'DERIVED' },
    ]);
  });

  it('rounds once: a range of fractions is not rounded before it is interpolated', async () => {
    // Three tenths of the way from 10.4 to 11.4 g are 10.7; from 10 to 11 they would be 10.3.
    await part.stop();
    part = await startVehicleBench(folder, 0, [plugInHybrid]);

    const { body } = await calculate([input('bmw-g20-330e', ['248'])]);

    expect(body).toMatchObject({ items: [{ co2GramsPerKm: 11 }] });
  });

  it('shortens the electric range as consumption grows', async () => {
    const { body } = await calculate([input('bmw-g26-i4-edrive40', ['W20', '248', '2VB'])]);

    expect(body).toMatchObject({ items: [{ kwhPer100Km: 19.1, electricRangeKm: 482 }] });
  });

  it('answers the good entries and says what is wrong with the others', async () => {
    const { status, body } = await calculate([
      input('bmw-motorrad-k50-r-1200-gs', []),
      input('nothing', ['a']),
      input('bmw-g20-320i', ['b'], 'US'),
      input('bmw-g20-320i', ['c'], 'ZZ'),
      input('bmw-g20-320i', ['NOPE']),
    ]);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      items: [{ configurationId: '', co2GramsPerKm: null, massKg: null }],
      failures: [
        { key: 'a', code: 'VARIANT_UNKNOWN' },
        { key: 'b', code: 'VARIANT_NOT_IN_MARKET' },
        { key: 'c', code: 'MARKET_UNKNOWN' },
        { key: 'NOPE', code: 'ITEM_UNKNOWN' },
      ],
    });
  });
});
