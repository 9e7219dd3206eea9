// Registered vehicles, their VINs and what hangs on them.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../services/catalogue/load-catalogue.ts';
import type { Catalogue } from '../../../services/catalogue/rows/catalogue.ts';
import type { VinPatternRow } from '../../../services/catalogue/rows/vehicle-rows.ts';
import { createFaults } from './faults.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

const YEAR_CODES = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const modelYearOf = (vin: string): number => 2010 + YEAR_CODES.indexOf(vin.charAt(9));

/** The most specific pattern that names a model. */
function decode(vin: string): VinPatternRow | undefined {
  const year = modelYearOf(vin);
  const toPattern = (part: string): RegExp => new RegExp(`^${part.replaceAll('*', '.')}`);
  const matches = catalogue.vinPatterns.filter((row) => {
    const [descriptor = '', rest = ''] = row.keys.split('|');
    return (
      row.wmi === vin.slice(0, 3) &&
      row.yearFrom <= year &&
      year <= row.yearTo &&
      row.attributes['Model'] !== undefined &&
      toPattern(descriptor).test(vin.slice(3, 8)) &&
      toPattern(rest).test(vin.slice(9))
    );
  });
  const specificity = (row: VinPatternRow): number =>
    row.keys.replace(/\[[^\]]*\]/g, 'x').replace(/[*|]/g, '').length;
  return matches.toSorted((a, b) => specificity(b) - specificity(a))[0];
}

function checkDigit(vin: string): string {
  const values: Record<string, number> = {};
  for (const [index, letter] of 'ABCDEFGH'.split('').entries()) values[letter] = index + 1;
  for (const [index, letter] of 'JKLMN'.split('').entries()) values[letter] = index + 1;
  for (const [index, letter] of 'STUVWXYZ'.split('').entries()) values[letter] = index + 2;
  values['P'] = 7;
  values['R'] = 9;
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = vin
    .split('')
    .reduce(
      (total, char, index) => total + (weights[index] ?? 0) * (values[char] ?? Number(char)),
      0,
    );
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

describe('VIN patterns', () => {
  it('belong to known WMIs of the four brands and to model years from 2010 on', () => {
    const wmis = new Set(catalogue.wmis.map((row) => row.wmi));

    expect(new Set(catalogue.wmis.map((row) => row.brand)).size).toBe(4);
    for (const row of catalogue.vinPatterns) {
      expect(wmis).toContain(row.wmi);
      expect(row.yearFrom).toBeGreaterThanOrEqual(2010);
      expect(row.yearFrom).toBeLessThanOrEqual(row.yearTo);
      expect(Object.keys(row.attributes).length).toBeGreaterThan(0);
      expect(row.keys).toMatch(/^[A-Z0-9*[\]-]+(\|[A-Z0-9*[\]-]+)?$/);
    }
  });

  it('tell the motorcycle WMIs from those of cars', () => {
    const motorcycles = catalogue.wmis.filter((row) => row.vehicleType === 'Motorcycle');

    expect(motorcycles.map((row) => row.wmi)).toEqual(['WB1', 'WB3', 'WB4']);
    expect(motorcycles.every((row) => row.brand === 'bmw-motorrad')).toBe(true);
  });

  it('decode a known American VIN descriptor', () => {
    const pattern = decode('3MW69FF00R8100000');

    expect(pattern?.attributes).toMatchObject({ Model: '330i', 'Body Class': 'Sedan/Saloon' });
  });
});

describe('registered vehicles', () => {
  it('are at least 60, over all markets and brands', () => {
    const brands = new Map(catalogue.variants.map((variant) => [variant.id, variant.brand]));
    const vehicles = catalogue.registeredVehicles;

    expect(vehicles.length).toBeGreaterThanOrEqual(60);
    expect(new Set(vehicles.map((row) => row.market)).size).toBe(8);
    expect(new Set(vehicles.map((row) => brands.get(row.variant))).size).toBe(4);
  });

  it('have well-formed VINs, with a right check digit where market or maker asks for one', () => {
    const strict = new Set(
      catalogue.markets.filter((row) => row.vinCheckDigitRequired).map((row) => row.id),
    );

    for (const { vin, market } of catalogue.registeredVehicles) {
      expect(vin).toMatch(/^[A-HJ-NPR-Z0-9]{17}$/);
      const isRuled = strict.has(market) || /^[1-5]/.test(vin);
      expect(vin.charAt(8)).toBe(isRuled ? checkDigit(vin) : '0');
    }
  });

  it('have VINs that decode to their model', () => {
    const variants = new Map(catalogue.variants.map((variant) => [variant.id, variant]));
    const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
    // vPIC names MINIs by their body.
    const bodies: Readonly<Record<string, RegExp>> = {
      cooperconvertible: /cabrio|convertible/,
      hardtop: /hatch|hardtop|door/,
    };

    const faults = createFaults();

    for (const { vin, variant: id } of catalogue.registeredVehicles) {
      const variant = variants.get(id);
      const model = plain(decode(vin)?.attributes['Model'] ?? 'nothing');
      const name = plain(variant?.name ?? '');
      const isNamed = name.includes(model) || bodies[model]?.test(name) === true;
      faults.must(isNamed, `${vin} decodes to ${model}, is ${id}`);
      const isAmerican = id.includes('-us-');
      faults.must(!isAmerican || modelYearOf(vin) === variant?.modelYear, `${vin} is not ${id}`);
    }

    expect(faults.list).toEqual([]);
  });

  it('are sold in the market that they are registered in, with options of their brand', () => {
    const variants = new Map(catalogue.variants.map((variant) => [variant.id, variant]));
    const items = new Map(catalogue.items.map((item) => [item.code, item]));

    for (const vehicle of catalogue.registeredVehicles) {
      const variant = variants.get(vehicle.variant);
      expect(variant?.markets).toContain(vehicle.market);
      expect(vehicle.firstRegistration <= vehicle.mileageAt).toBe(true);
      expect(vehicle.mileageKm).toBeGreaterThanOrEqual(0);
      for (const code of vehicle.factoryOptionCodes)
        expect(items.get(code)?.applicability.brands).toContain(variant?.brand);
    }
  });

  it('are five in the garage of C-0001 and one to three with every other owner', () => {
    const counts = new Map<string, number>();
    for (const { owner } of catalogue.registeredVehicles)
      counts.set(owner, (counts.get(owner) ?? 0) + 1);

    expect(counts.get('C-0001')).toBe(5);
    counts.delete('C-0001');
    expect(counts.size).toBeGreaterThan(20);
    for (const [owner, count] of counts) {
      expect(owner).toMatch(/^C-\d{4}$/);
      expect(count).toBeLessThanOrEqual(3);
    }
  });
});

describe('maintenance', () => {
  it('fills every engine that a variant uses: oil for combustion, none for electric', () => {
    const fuels = new Map(catalogue.engines.map((engine) => [engine.code, engine.fuel]));
    const faults = createFaults();

    for (const engine of new Set(catalogue.variants.map((variant) => variant.engine))) {
      const kinds = catalogue.fluids.filter((row) => row.engine === engine).map((row) => row.kind);
      const burns = fuels.get(engine) !== 'ELECTRIC';
      faults.must(kinds.includes('BRAKE_FLUID'), `${engine}: brake fluid`);
      faults.must(kinds.includes('ENGINE_OIL') === burns, `${engine}: engine oil`);
      faults.must(new Set(kinds).size === kinds.length, `${engine}: a fluid twice`);
    }

    expect(faults.list).toEqual([]);
    for (const row of catalogue.fluids) expect(row.litres).toMatch(/^\d+\.\d{1,2}$/);
  });

  it('has labour and an interval for every item', () => {
    const items = new Set(catalogue.maintenanceItems.map((row) => row.id));
    const endless = catalogue.intervals.filter(
      (row) => row.intervalKm === null && row.intervalMonths === null,
    );

    expect(new Set(catalogue.labourOperations.map((row) => row.item))).toEqual(items);
    expect(new Set(catalogue.intervals.map((row) => row.item))).toEqual(items);
    expect(endless).toEqual([]);
  });

  it('has labour that never contains itself, not even by way of others', () => {
    const contains = new Map(catalogue.labourOperations.map((row) => [row.code, row.contains]));

    for (const code of contains.keys()) {
      const within = new Set(contains.get(code));
      for (const inner of within) for (const next of contains.get(inner) ?? []) within.add(next);
      expect(within).not.toContain(code);
    }
  });

  it('has five dealers or more in every market, and one for each brand', () => {
    for (const market of catalogue.markets) {
      const dealers = catalogue.dealers.filter((row) => row.market === market.id);
      expect(dealers.length).toBeGreaterThanOrEqual(5);
      expect(new Set(dealers.flatMap((row) => row.brands)).size).toBe(4);
    }
  });

  it('records services between the first registration and the last reading', () => {
    const vehicles = new Map(catalogue.registeredVehicles.map((row) => [row.vin, row]));

    for (const record of catalogue.serviceRecords) {
      const vehicle = vehicles.get(record.vin);
      expect(record.performedOn >= (vehicle?.firstRegistration ?? '9')).toBe(true);
      expect(record.mileageKm).toBeLessThanOrEqual(vehicle?.mileageKm ?? 0);
    }
  });

  it('says of every recall in its title that it is synthetic', () => {
    for (const recall of catalogue.recalls) {
      expect(recall.title.en).toMatch(/^Synthetic recall/);
      expect(recall.provenance).toBe('SYNTHETIC');
    }
    expect(new Set(catalogue.vehicleRecalls.map((row) => row.status))).toEqual(
      new Set(['OPEN', 'DONE']),
    );
  });
});
