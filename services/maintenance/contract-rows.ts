// Rows of the catalogue as the REST contract shows them, worded in the language that a request asks for.
import type { Static } from 'typebox';

import type {
  ContractProductRow,
  ContractRow,
  DealerRow,
  MaintenanceItemRow,
  OilNormRow,
  RecallRow,
} from '../catalogue/rows/maintenance-rows.ts';
import type { Sourced } from '../catalogue/rows/sourced.ts';
import type { MarketRow } from '../catalogue/rows/vehicle-rows.ts';
import { localize } from '../server/localize.ts';
import { formatScaled, toMoney } from '../server/money.ts';
import type { CalculatedDueItem } from './calculation/due-item.ts';
import type {
  dealer,
  dueItem,
  maintenanceItem,
  oilNorm,
  recall,
  serviceContract,
  serviceProduct,
} from './schemas.ts';
import type { WorkshopData } from './workshop-data.ts';

/** In order of preference; undefined ones are passed over. */
export type Languages = readonly (string | undefined)[];

/** The language asked for, then the market's first. */
export function languagesFor(
  market: MarketRow | undefined,
  language: string | undefined,
): Languages {
  return [language, market?.languages[0]];
}

/** Provenance and source alone. */
export function sourceOf({ provenance, source }: Sourced): Pick<Sourced, 'provenance' | 'source'> {
  return { provenance, source };
}

/** A maintenance item. */
export function describeItem(
  row: MaintenanceItemRow,
  languages: Languages,
): Static<typeof maintenanceItem> {
  const { id, kind, byWear, coupledWith, everyNth } = row;
  return {
    id,
    name: localize(row.name, languages),
    kind,
    byWear,
    coupledWith,
    everyNth,
    ...sourceOf(row),
  };
}

/** A computed due item, with its maintenance item embedded. */
export function describeDueItem(
  { schedule, ...due }: CalculatedDueItem,
  languages: Languages,
): Static<typeof dueItem> {
  return { item: describeItem(schedule.item, languages), ...due };
}

/** An oil norm. */
export function describeOilNorm(row: OilNormRow): Static<typeof oilNorm> {
  return {
    code: row.code,
    saeGrades: [...row.saeGrades],
    acea: [...row.acea],
    note: row.note,
    ...sourceOf(row),
  };
}

/** A dealer; `currency` is that of its market. */
export function describeDealer(row: DealerRow, currency: string): Static<typeof dealer> {
  return {
    id: row.id,
    market: row.market,
    name: row.name,
    city: row.city,
    postalCode: row.postalCode,
    brands: [...row.brands],
    latitude: row.latitude,
    longitude: row.longitude,
    labourRate: toMoney(row.labourRateMinor, currency),
    labourUnitsPerHour: row.labourUnitsPerHour,
    partsDiscountPercent: formatScaled(BigInt(row.partsDiscountBasisPoints), 2),
    ...sourceOf(row),
  };
}

/** A service product with the items that it covers. */
export function describeProduct(
  row: ContractProductRow,
  data: WorkshopData,
  languages: Languages,
): Static<typeof serviceProduct> {
  return {
    id: row.id,
    name: localize(row.name, languages),
    coveredItems: row.coveredItems.flatMap((id) => {
      const item = data.items.get(id);
      return item === undefined ? [] : [describeItem(item, languages)];
    }),
    termMonths: row.termMonths,
    maxKm: row.maxKm,
    ...sourceOf(row),
  };
}

/**
 * A contract with its product embedded.
 *
 * @throws Error where the catalogue lacks the product, which its tests rule out.
 */
export function describeContract(
  row: ContractRow,
  data: WorkshopData,
  languages: Languages,
): Static<typeof serviceContract> {
  const product = data.products.get(row.product);
  if (!product) throw new Error(`The catalogue has no service product ${row.product}.`);
  return {
    id: row.id,
    vin: row.vin,
    product: describeProduct(product, data, languages),
    maxMileageKm: row.maxMileageKm,
    validFrom: row.validFrom,
    validTo: row.validTo,
    ...sourceOf(row),
  };
}

/** A recall campaign. */
export function describeRecall(row: RecallRow, languages: Languages): Static<typeof recall> {
  return {
    id: row.id,
    title: localize(row.title, languages),
    description: localize(row.description, languages),
    remedy: localize(row.remedy, languages),
    publishedOn: row.publishedOn,
    series: [...row.series],
    ...sourceOf(row),
  };
}
