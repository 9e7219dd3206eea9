// Every item that can be chosen, from the hand-written tables and the sourced option codes.
import type { ItemKind, ItemRow } from '../rows/option-rows.ts';
import type { Applicability } from '../rows/sourced.ts';
import { CODED_OPTIONS } from './coded-options.ts';
import { OWN_OPTIONS, PACKAGES } from './own-options.ts';
import { namesOrNull, parseTextTable } from './parse-text-table.ts';
import { derivedFrom, OPTION_CODES, realFrom, SYNTHETIC } from './provenance.ts';
import type { OptionCode } from './read-sources.ts';
import { CAR_SERIES, type SeriesFacts } from './series.ts';
import { PAINTS, UPHOLSTERIES, WHEELS } from './surfaces.ts';
import { BRAND_IDS, FUELS, MARKET_IDS } from './vocabulary.ts';

const VALID_FROM = '2010-01-01';
/** Retired options are on cars that were built until then. */
const RETIRED_ON = '2024-12-31';

// Bodies that an option fits; options that are not named fit all.
const hasFixedRoof = (series: SeriesFacts): boolean => series.bodyStyle !== 'CONVERTIBLE';
const takesRails = (series: SeriesFacts): boolean =>
  ['SUV', 'TOURING', 'MPV'].includes(series.bodyStyle);
const BODIES: Readonly<Record<string, (series: SeriesFacts) => boolean>> = {
  '402': hasFixedRoof,
  '403': hasFixedRoof,
  X76: hasFixedRoof,
  X77: hasFixedRoof,
  X81: hasFixedRoof,
  X82: hasFixedRoof,
  // Comes with the starlight headliner.
  UR12: hasFixedRoof,
  '386': takesRails,
  '3MC': takesRails,
};

/** An item with its net list price in whole EUR. */
export interface PricedItem {
  readonly item: ItemRow;
  readonly netEur: number;
}

export function buildItems(optionCodes: readonly OptionCode[]): readonly PricedItem[] {
  const names = new Map(optionCodes.map((option) => [option.code, option]));
  const options = [...codedOptions(names), ...ownOptions()];
  const items = [...paints(), ...upholsteries(), ...wheels(names), ...options];
  return [...items, ...packages(names, new Map(items.map(({ item }) => [item.code, item])))];
}

function codedOptions(names: ReadonlyMap<string, OptionCode>): readonly PricedItem[] {
  return parseTextTable(
    ['code', 'family', 'brands', 'fuels', 'markets', 'netEur', 'massKg', 'state', 'en'],
    CODED_OPTIONS,
  ).map((row) => {
    const option = names.get(row.code);
    if (option === undefined) throw new Error(`${row.code} is not in the option code list`);
    const en = row.en === '' ? option.en : row.en;
    if (en === null) throw new Error(`${row.code} needs an English name`);
    const item = itemOf({
      code: row.code,
      kind: 'OPTION',
      family: row.family,
      name: { en, de: option.de },
      applicability: {
        ...brandsOnly(row.brands),
        fuels: namesOrNull(row.fuels, FUELS),
        markets: namesOrNull(row.markets, MARKET_IDS),
      },
      massKg: Number(row.massKg),
      validTo: row.state === 'retired' ? RETIRED_ON : null,
      ...(row.en === '' ? realFrom(OPTION_CODES) : derivedFrom(OPTION_CODES)),
    });
    return { item, netEur: Number(row.netEur) };
  });
}

function ownOptions(): readonly PricedItem[] {
  return parseTextTable(
    ['code', 'family', 'brands', 'fuels', 'netEur', 'massKg', 'en', 'de'],
    OWN_OPTIONS,
  ).map((row) => ({
    item: itemOf({
      code: row.code,
      kind: 'OPTION',
      family: row.family,
      name: { en: row.en, de: row.de },
      applicability: { ...brandsOnly(row.brands), fuels: namesOrNull(row.fuels, FUELS) },
      massKg: Number(row.massKg),
    }),
    netEur: Number(row.netEur),
  }));
}

function packages(
  names: ReadonlyMap<string, OptionCode>,
  items: ReadonlyMap<string, ItemRow>,
): readonly PricedItem[] {
  return parseTextTable(
    ['code', 'brands', 'family', 'netEur', 'members', 'en', 'de'],
    PACKAGES,
  ).map((row) => {
    const members = row.members.split(' ').map((code) => {
      const member = items.get(code);
      if (member === undefined) throw new Error(`package ${row.code}: no item ${code}`);
      return member;
    });
    const item = itemOf({
      code: row.code,
      kind: (row.family === 'LINE' ? 'LINE' : 'PACKAGE') satisfies ItemKind,
      family: row.family,
      name: { en: row.en, de: row.de },
      applicability: members.reduce(
        (reach, member) => intersection(reach, member.applicability),
        brandsOnly(row.brands),
      ),
      members: members.map((member) => member.code),
      ...provenanceOfName(names.get(row.code), row.en),
    });
    return { item, netEur: Number(row.netEur) };
  });
}

function paints(): readonly PricedItem[] {
  return parseTextTable(['code', 'brand', 'netEur', 'colour', 'finish', 'en', 'de'], PAINTS).map(
    (row) => ({
      item: itemOf({
        code: row.code,
        kind: 'PAINT',
        family: 'PAINT',
        name: { en: row.en, de: row.de },
        applicability: brandsOnly(row.brand),
        colour: row.colour,
        finish: row.finish as ItemRow['finish'],
      }),
      netEur: Number(row.netEur),
    }),
  );
}

function upholsteries(): readonly PricedItem[] {
  return parseTextTable(['code', 'brand', 'netEur', 'material', 'en', 'de'], UPHOLSTERIES).map(
    (row) => ({
      item: itemOf({
        code: row.code,
        kind: 'UPHOLSTERY',
        family: 'UPHOLSTERY',
        name: { en: row.en, de: row.de },
        applicability: brandsOnly(row.brand),
        material: row.material,
      }),
      netEur: Number(row.netEur),
    }),
  );
}

function wheels(names: ReadonlyMap<string, OptionCode>): readonly PricedItem[] {
  return parseTextTable(
    ['code', 'brand', 'classes', 'netEur', 'inches', 'massKg', 'en', 'de'],
    WHEELS,
  ).map((row) => {
    const classes = row.classes.split(' ');
    const fitting = CAR_SERIES.filter(
      (series) => series.brand === row.brand && classes.includes(series.wheelClass),
    ).map((series) => series.code);
    const item = itemOf({
      code: row.code,
      kind: 'WHEEL',
      family: 'WHEEL',
      name: { en: row.en, de: row.de },
      applicability: {
        ...brandsOnly(row.brand),
        series: row.brand === 'bmw' ? fitting : null,
      },
      massKg: Number(row.massKg),
      diameterInches: Number(row.inches),
      ...provenanceOfName(names.get(row.code), row.en),
    });
    return { item, netEur: Number(row.netEur) };
  });
}

type ItemDraft = Pick<ItemRow, 'code' | 'kind' | 'family' | 'name' | 'applicability'> &
  Partial<ItemRow>;

function itemOf(draft: ItemDraft): ItemRow {
  return {
    massKg: 0,
    members: [],
    colour: null,
    finish: null,
    material: null,
    diameterInches: null,
    validFrom: VALID_FROM,
    validTo: null,
    ...SYNTHETIC,
    ...draft,
    applicability: {
      ...draft.applicability,
      series: draft.applicability.series ?? fittingSeries(draft),
    },
  };
}

function fittingSeries({ code, applicability }: ItemDraft): readonly string[] | null {
  const fits = BODIES[code];
  if (fits === undefined) return null;
  return CAR_SERIES.filter(
    (series) => fits(series) && applicability.brands?.includes(series.brand) === true,
  ).map((series) => series.code);
}

function brandsOnly(brands: string): Applicability {
  return { brands: namesOrNull(brands, BRAND_IDS), series: null, fuels: null, markets: null };
}

function provenanceOfName(option: OptionCode | undefined, en: string): Partial<ItemRow> {
  if (option === undefined) return {};
  return option.en === en ? realFrom(OPTION_CODES) : derivedFrom(OPTION_CODES);
}

function intersection(a: Applicability, b: Applicability): Applicability {
  return {
    brands: narrower(a.brands, b.brands),
    series: narrower(a.series, b.series),
    fuels: narrower(a.fuels, b.fuels),
    markets: narrower(a.markets, b.markets),
  };
}

function narrower<T>(a: readonly T[] | null, b: readonly T[] | null): readonly T[] | null {
  if (a === null || b === null) return a ?? b;
  return a.filter((value) => b.includes(value));
}
