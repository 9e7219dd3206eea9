// Turns the items of one visit into what stands on the invoice: labour, parts, fluids, external, small parts.
import type {
  FluidRow,
  LabourOperationRow,
  MaintenanceItemRow,
  OilNormRow,
  PartRow,
} from '../../catalogue/rows/maintenance-rows.ts';
import type { LocalizedText } from '../../catalogue/rows/sourced.ts';
import { multiplyRatio, sumMinor } from '../../server/money.ts';
import { type CarTraits, isApplicableToCar } from './applicable-schedules.ts';
import { removeOverlaps } from './labour-overlap.ts';
import {
  type EuroRate,
  fluidOfItem,
  fluidPrices,
  legalInspectionNetEurMinor,
  priceInCurrency,
  smallPartsPercent,
} from './workshop-prices.ts';

/** A line of the invoice, net, in minor units of the market's currency. */
export interface CalculatedPosition {
  readonly kind: 'LABOUR' | 'PART' | 'FLUID' | 'EXTERNAL' | 'SMALL_PARTS';
  readonly item: string | null;
  readonly code: string | null;
  readonly name: LocalizedText;
  /** Decimal string of `unit`. */
  readonly quantity: string;
  readonly unit: 'LABOUR_UNIT' | 'PIECE' | 'LITRE' | 'FLAT';
  readonly oilNorm: string | null;
  readonly saeGrade: string | null;
  readonly netMinor: number;
  /** Paid by a service contract: `netMinor` is 0. */
  readonly covered: boolean;
}

/** The workshop's master data, by key. */
export interface WorkshopCatalogue {
  readonly operations: ReadonlyMap<string, LabourOperationRow>;
  readonly operationsByItem: ReadonlyMap<string, readonly LabourOperationRow[]>;
  readonly partsByItem: ReadonlyMap<string, readonly PartRow[]>;
  readonly fluidsByEngine: ReadonlyMap<string, readonly FluidRow[]>;
  readonly oilNorms: ReadonlyMap<string, OilNormRow>;
}

/** Net, in minor units of the market's currency, an hour of so many labour units. */
export interface LabourRate {
  readonly rateMinor: number;
  readonly unitsPerHour: number;
}

/** What a visit is priced with. */
export interface EventPricing {
  readonly car: CarTraits;
  readonly labourRate: LabourRate;
  readonly euroRate: EuroRate;
  /** Items that a contract covers on the day of the visit, at its mileage. */
  readonly coveredItems: ReadonlySet<string>;
}

const smallPartsName: LocalizedText = {
  en: 'Small parts',
  de: 'Kleinteile',
  fr: 'Petites fournitures',
  nl: 'Klein materiaal',
};
const legalInspectionName: LocalizedText = {
  en: 'Inspection body’s fee',
  de: 'Gebühr der Prüforganisation',
  fr: 'Redevance du centre de contrôle',
  nl: 'Keuringskosten',
};

/** The positions by kind (labour first), each kind in the order of the items; small parts come last. */
export function expandEvent(
  items: readonly MaintenanceItemRow[],
  catalogue: WorkshopCatalogue,
  pricing: EventPricing,
): readonly CalculatedPosition[] {
  const positions = [
    ...labourPositions(items, catalogue, pricing),
    ...items.flatMap((item) => partPositions(item, catalogue, pricing)),
    ...items.flatMap((item) => fluidPositions(item, catalogue, pricing)),
    ...items.flatMap((item) => externalPositions(item, pricing)),
  ].map((position) => cover(position, pricing.coveredItems));
  return [...positions, ...smallParts(positions)];
}

function labourPositions(
  items: readonly MaintenanceItemRow[],
  catalogue: WorkshopCatalogue,
  { car, labourRate }: EventPricing,
): CalculatedPosition[] {
  const operations = items.flatMap((item) =>
    (catalogue.operationsByItem.get(item.id) ?? []).filter(({ applicability }) =>
      isApplicableToCar(applicability, car),
    ),
  );
  return removeOverlaps(operations, catalogue.operations).map((operation) => ({
    ...emptyPosition,
    kind: 'LABOUR',
    item: operation.item,
    code: operation.code,
    name: operation.name,
    quantity: String(operation.labourUnits),
    unit: 'LABOUR_UNIT',
    netMinor: multiplyRatio(labourRate.rateMinor, operation.labourUnits, labourRate.unitsPerHour),
  }));
}

function partPositions(
  item: MaintenanceItemRow,
  catalogue: WorkshopCatalogue,
  { car, euroRate }: EventPricing,
): CalculatedPosition[] {
  const parts = (catalogue.partsByItem.get(item.id) ?? []).filter(({ applicability }) =>
    isApplicableToCar(applicability, car),
  );
  return parts.map((part) => ({
    ...emptyPosition,
    kind: 'PART',
    item: item.id,
    code: part.number,
    name: part.name,
    quantity: String(part.quantity),
    unit: 'PIECE',
    netMinor: priceInCurrency(part.netEurMinor, String(part.quantity), euroRate),
  }));
}

function fluidPositions(
  item: MaintenanceItemRow,
  catalogue: WorkshopCatalogue,
  { car, euroRate }: EventPricing,
): CalculatedPosition[] {
  const kind = fluidOfItem.get(item.id);
  const fluids = (catalogue.fluidsByEngine.get(car.engine) ?? []).filter(
    (fluid) => fluid.kind === kind,
  );
  return fluids.map((fluid) => {
    const norm = fluid.oilNorms.map((code) => catalogue.oilNorms.get(code)).find(Boolean);
    return {
      ...emptyPosition,
      kind: 'FLUID',
      item: item.id,
      name: fluidPrices[fluid.kind].name,
      quantity: fluid.litres,
      unit: 'LITRE',
      oilNorm: norm?.code ?? null,
      saeGrade: norm?.saeGrades[0] ?? null,
      netMinor: priceInCurrency(
        fluidPrices[fluid.kind].netEurMinorPerLitre,
        fluid.litres,
        euroRate,
      ),
    };
  });
}

function externalPositions(
  item: MaintenanceItemRow,
  { euroRate }: EventPricing,
): CalculatedPosition[] {
  if (item.kind !== 'LEGAL') return [];
  return [
    {
      ...emptyPosition,
      kind: 'EXTERNAL',
      item: item.id,
      name: legalInspectionName,
      netMinor: priceInCurrency(legalInspectionNetEurMinor, '1', euroRate),
    },
  ];
}

function cover(
  position: CalculatedPosition,
  coveredItems: ReadonlySet<string>,
): CalculatedPosition {
  const covered = position.item !== null && coveredItems.has(position.item);
  return covered ? { ...position, netMinor: 0, covered } : position;
}

/** On the parts that the customer pays; none where there are no parts, covered where all of them are. */
function smallParts(positions: readonly CalculatedPosition[]): CalculatedPosition[] {
  const parts = positions.filter(({ kind }) => kind === 'PART');
  if (parts.length === 0) return [];
  const partsMinor = sumMinor(parts.map(({ netMinor }) => netMinor));
  return [
    {
      ...emptyPosition,
      kind: 'SMALL_PARTS',
      name: smallPartsName,
      netMinor: multiplyRatio(partsMinor, smallPartsPercent, 100),
      covered: parts.every(({ covered }) => covered),
    },
  ];
}

const emptyPosition = {
  item: null,
  code: null,
  quantity: '1',
  unit: 'FLAT',
  oilNorm: null,
  saeGrade: null,
  covered: false,
} as const;
