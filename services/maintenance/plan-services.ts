// A vehicle's service plan at a workshop: finds rates, taxes and contracts, computes, words it.
import type { Static } from 'typebox';

import type { DealerRow } from '../catalogue/rows/maintenance-rows.ts';
import type { MarketRow } from '../catalogue/rows/vehicle-rows.ts';
import { deriveSource } from '../server/derived-source.ts';
import { localize } from '../server/localize.ts';
import { multiplyRatio, sumMinor, toMoney } from '../server/money.ts';
import { ServiceProblem } from '../server/problem.ts';
import { type AssessedVehicle, assessVehicle, type VehicleSources } from './assess-vehicle.ts';
import type { CalculatedPosition, LabourRate } from './calculation/expand-event.ts';
import { calculateServicePlan, type PricedEvent } from './calculation/service-plan.ts';
import type { EuroRate } from './calculation/workshop-prices.ts';
import { describeDueItem, type Languages, languagesFor } from './contract-rows.ts';
import type { serviceEvent, servicePlan, servicePlanInput, servicePosition } from './schemas.ts';
import type { WorkshopData } from './workshop-data.ts';

type Input = Static<typeof servicePlanInput>;

/**
 * Plans one vehicle. The workshop's market decides on currency and VAT; without a dealer it is the vehicle's
 * market, at the average labour rate of its dealers. Amounts in other currencies than the euro go by the rate
 * of the day of planning.
 *
 * @throws ServiceProblem as `assessVehicle`, and `DEALER_UNKNOWN`, `DEALER_NOT_FOR_BRAND`, `NO_LABOUR_RATE`
 * or `NO_EXCHANGE_RATE`.
 */
export function planServices(
  sources: VehicleSources,
  { vehicle, dealer: dealerId, at, windowMonths, horizonMonths }: Input,
  language: string | undefined,
): Static<typeof servicePlan> {
  const { data } = sources;
  const assessed = assessVehicle(sources, vehicle, at);
  const dealer = dealerId === null ? undefined : findDealer(data, dealerId, assessed);
  const market = requireMarket(data, dealer?.market ?? vehicle.market);
  const plan = calculateServicePlan({
    schedules: assessed.schedules,
    history: assessed.history,
    reading: assessed.reading,
    window: { at, windowMonths, horizonMonths },
    contracts: data.coveragesOf(assessed.vin),
    catalogue: data,
    pricing: {
      car: assessed.car,
      labourRate: dealer ? labourRateOf(dealer) : averageLabourRate(data, market),
      euroRate: requireEuroRate(data, market, at),
    },
    vatBasisPointsOn: (day) => data.vatBasisPoints(market.id, day),
  });

  const { currency } = market;
  const languages = languagesFor(market, language);
  return {
    vin: assessed.vin,
    dealer: dealer?.id ?? null,
    at,
    events: plan.events.map((event) => describeEvent(event, currency, languages)),
    total: { net: toMoney(plan.netMinor, currency), gross: toMoney(plan.grossMinor, currency) },
    ...deriveSource([
      ...assessed.schedules.flatMap(({ item, interval }) => [item, interval]),
      // Labour times and part prices are nowhere openly available.
      { provenance: 'SYNTHETIC', source: 'marque generator' },
    ]),
  };
}

function findDealer(data: WorkshopData, id: string, { car }: AssessedVehicle): DealerRow {
  const dealer = data.dealers.get(id);
  if (!dealer) throw new ServiceProblem('DEALER_UNKNOWN', 422, 'There is no such dealer.');
  if (!car.brands.every((brand) => dealer.brands.includes(brand))) {
    throw new ServiceProblem(
      'DEALER_NOT_FOR_BRAND',
      422,
      `Dealer ${id} does not service vehicles of this brand.`,
    );
  }
  return dealer;
}

function labourRateOf({ labourRateMinor, labourUnitsPerHour }: DealerRow): LabourRate {
  return { rateMinor: labourRateMinor, unitsPerHour: labourUnitsPerHour };
}

/** Of the dealers with the most usual division of the hour: rates of different units do not average. */
function averageLabourRate({ tables }: WorkshopData, market: MarketRow): LabourRate {
  const dealers = tables.dealers.filter((row) => row.market === market.id);
  const unitsPerHour = dealers[0]?.labourUnitsPerHour;
  if (unitsPerHour === undefined) {
    throw new ServiceProblem('NO_LABOUR_RATE', 422, `No dealer of ${market.id} is known.`);
  }
  const rates = dealers
    .filter((row) => row.labourUnitsPerHour === unitsPerHour)
    .map(({ labourRateMinor }) => labourRateMinor);
  return { rateMinor: multiplyRatio(sumMinor(rates), 1, rates.length), unitsPerHour };
}

function requireMarket(data: WorkshopData, id: string): MarketRow {
  const market = data.findMarket(id);
  if (!market) throw new ServiceProblem('MARKET_UNKNOWN', 400, 'The market is not known.');
  return market;
}

function requireEuroRate(data: WorkshopData, { currency }: MarketRow, day: string): EuroRate {
  const rate = data.euroRate(currency, day);
  if (rate !== undefined) return { currency, rate };
  throw new ServiceProblem(
    'NO_EXCHANGE_RATE',
    422,
    `No rate of exchange of ${currency} is known for ${day}.`,
  );
}

function describeEvent(
  event: PricedEvent,
  currency: string,
  languages: Languages,
): Static<typeof serviceEvent> {
  return {
    dueOn: event.dueOn,
    dueAtKm: event.mileageKm,
    items: event.items.map((item) => describeDueItem(item, languages)),
    positions: event.positions.map((position) => describePosition(position, currency, languages)),
    net: toMoney(event.netMinor, currency),
    vat: toMoney(event.vatMinor, currency),
    gross: toMoney(event.grossMinor, currency),
  };
}

function describePosition(
  { name, netMinor, ...position }: CalculatedPosition,
  currency: string,
  languages: Languages,
): Static<typeof servicePosition> {
  return { ...position, name: localize(name, languages), net: toMoney(netMinor, currency) };
}
