// A catalogue of a handful of rows with one rule of each kind, so that every answer can be told by hand.
import type {
  CodeExpression,
  ItemRow,
  RuleRow,
} from '../../../services/catalogue/rows/option-rows.ts';
import type { Sourced } from '../../../services/catalogue/rows/sourced.ts';
import type { VariantRow } from '../../../services/catalogue/rows/vehicle-rows.ts';
import type { OptionsTables } from '../../../services/options/options-store.ts';

const made: Sourced = { provenance: 'SYNTHETIC', source: 'test' };
const everywhere = { brands: null, series: null, fuels: null, markets: null };

const variant: VariantRow = {
  id: 'bmw-g20-320i',
  brand: 'bmw',
  series: 'G20',
  name: '320i',
  typeKey: null,
  modelYear: null,
  markets: ['DE', 'JP'],
  engine: 'B48',
  powerKw: 135,
  gearbox: null,
  gears: null,
  drive: null,
  massKg: null,
  doors: null,
  seats: null,
  wltp: null,
  epa: null,
  electricRangeKm: null,
  batteryKwh: null,
  validFrom: '2023-01-01',
  validTo: null,
  ...made,
};

function item(
  code: string,
  kind: ItemRow['kind'],
  family: string,
  more: Partial<ItemRow> = {},
): ItemRow {
  return {
    code,
    kind,
    family,
    name: { en: `${code} in English`, de: `${code} auf Deutsch` },
    applicability: everywhere,
    massKg: 0,
    members: [],
    colour: null,
    finish: null,
    material: null,
    diameterInches: null,
    validFrom: '2020-01-01',
    validTo: null,
    ...made,
    ...more,
  };
}

function rule(id: string, kind: RuleRow['kind'], subject: string, when: CodeExpression): RuleRow {
  const percent = kind === 'VALUE_CHANGE' ? 50 : null;
  const reason = { en: `Reason of ${id}`, de: `Grund von ${id}` };
  return { id, kind, subject, when, percent, applicability: everywhere, reason, ...made };
}

/** Net prices in EUR cents by code; gross is 19 % more. */
const netMinor: Readonly<Record<string, number>> = {
  W17: 0,
  W18: 80_000,
  W19: 150_001,
  PRED: 60_000,
  PBLK: 0,
  PACK: 200_000,
  NAV: 100_000,
  HUD: 90_000,
  SEAT: 40_000,
  CARB: 250_000,
};

/**
 * Wheels W17 (standard), W18, W19; paints PBLK (default), PRED; package PACK of NAV and W18; HUD requires NAV;
 * CARB includes SEAT, excludes PACK; with CARB, W19 costs half. OLD is no longer sold.
 */
export const optionsTables: OptionsTables = {
  markets: ['DE', 'JP'].map((id) => ({
    id: id as 'DE' | 'JP',
    name: { en: id },
    currency: id === 'DE' ? 'EUR' : 'JPY',
    currencyMinorUnits: id === 'DE' ? 2 : 0,
    languages: id === 'DE' ? ['de', 'en'] : ['ja'],
    pricesIncludeTax: true,
    vinCheckDigitRequired: false,
    ...made,
  })),
  modelSeries: [
    { code: 'G20', brand: 'bmw', name: { en: '3 Series' }, bodyStyle: 'SALOON', ...made },
  ],
  engines: [{ code: 'B48', fuel: 'PETROL', cylinders: 4, displacementCc: 1_998, ...made }],
  variants: [variant],
  optionFamilies: [
    { id: 'PAINT', name: { en: 'Paint' }, cardinality: 'EXACTLY_ONE', position: 1, ...made },
    { id: 'WHEEL', name: { en: 'Wheels' }, cardinality: 'EXACTLY_ONE', position: 2, ...made },
    { id: 'EXTRA', name: { en: 'Extras' }, cardinality: 'ARBITRARY', position: 3, ...made },
    { id: 'UNUSED', name: { en: 'Unused' }, cardinality: 'EXACTLY_ONE', position: 4, ...made },
  ],
  items: [
    item('HUD', 'OPTION', 'EXTRA'),
    item('NAV', 'OPTION', 'EXTRA'),
    item('SEAT', 'OPTION', 'EXTRA'),
    item('CARB', 'OPTION', 'EXTRA'),
    item('BAG', 'OPTION', 'EXTRA'),
    item('OLD', 'OPTION', 'EXTRA', { validTo: '2024-12-31' }),
    item('PACK', 'PACKAGE', 'EXTRA', { members: ['NAV', 'W18'] }),
    item('W17', 'WHEEL', 'WHEEL', { diameterInches: 17 }),
    item('W18', 'WHEEL', 'WHEEL', { diameterInches: 18 }),
    item('W19', 'WHEEL', 'WHEEL', { diameterInches: 19 }),
    item('PBLK', 'PAINT', 'PAINT', { colour: '#000000', finish: 'SOLID' }),
    item('PRED', 'PAINT', 'PAINT', { colour: '#cc0000', finish: 'METALLIC' }),
  ],
  standardEquipment: [
    { variant: variant.id, market: 'DE', standard: ['W17', 'BAG'], defaults: ['PBLK'], ...made },
    { variant: variant.id, market: 'JP', standard: ['W17', 'BAG'], defaults: ['PBLK'], ...made },
  ],
  rules: [
    rule('R-0001', 'REQUIRES', 'HUD', { code: 'NAV' }),
    rule('R-0002', 'INCLUDES', 'CARB', { code: 'SEAT' }),
    rule('R-0003', 'EXCLUDES', 'CARB', {
      or: [{ code: 'PACK' }, { and: [{ code: 'NAV' }, { code: 'HUD' }] }],
    }),
    rule('R-0004', 'VALUE_CHANGE', 'W19', { code: 'CARB' }),
  ],
  priceLists: [
    { id: 'DE-1', market: 'DE', currency: 'EUR', validFrom: '2025-01-01', validTo: null, ...made },
  ],
  itemPrices: Object.entries(netMinor).map(([code, net]) => ({
    priceList: 'DE-1',
    code,
    netMinor: net,
    grossMinor: Math.round(net * 1.19),
    ...made,
  })),
};
