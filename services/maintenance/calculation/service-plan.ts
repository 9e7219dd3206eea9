// The visits to come with their positions and prices; every sum is exact.
import { multiplyRatio, sumMinor } from '../../server/money.ts';
import type { ItemSchedule } from './applicable-schedules.ts';
import {
  type CalculatedPosition,
  type EventPricing,
  expandEvent,
  type WorkshopCatalogue,
} from './expand-event.ts';
import type { ItemHistory } from './item-history.ts';
import type { MileageReading } from './mileage-forecast.ts';
import { type PlannedEvent, planEvents, type PlanWindow } from './service-events.ts';

/** A visit with its positions; minor units of the workshop's currency. */
export interface PricedEvent extends PlannedEvent {
  readonly positions: readonly CalculatedPosition[];
  /** Sum of the positions. */
  readonly netMinor: number;
  /** VAT of the market on the day of the visit, half-up of the sum. */
  readonly vatMinor: number;
  readonly grossMinor: number;
}

/** Sums over all visits. */
export interface CalculatedPlan {
  readonly events: readonly PricedEvent[];
  readonly netMinor: number;
  readonly grossMinor: number;
}

/** A contract as far as it decides what is covered: days and mileage included. */
export interface Coverage {
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly maxMileageKm: number;
  readonly coveredItems: readonly string[];
}

/** All that a plan is made of. */
export interface ServicePlanInputs {
  readonly schedules: readonly ItemSchedule[];
  readonly history: ItemHistory;
  readonly reading: MileageReading;
  readonly window: PlanWindow;
  readonly contracts: readonly Coverage[];
  readonly catalogue: WorkshopCatalogue;
  readonly pricing: Omit<EventPricing, 'coveredItems'>;
  readonly vatBasisPointsOn: (day: string) => number;
}

/**
 * Plans and prices.
 *
 * @throws RangeError where an amount is not a safe integer.
 */
export function calculateServicePlan(inputs: ServicePlanInputs): CalculatedPlan {
  const { schedules, history, reading, window } = inputs;
  const events = planEvents(schedules, history, reading, window).map((event) =>
    priceEvent(event, inputs),
  );
  return {
    events,
    netMinor: sumMinor(events.map(({ netMinor }) => netMinor)),
    grossMinor: sumMinor(events.map(({ grossMinor }) => grossMinor)),
  };
}

/** The items that any contract covers on a day at a mileage. */
function coveredItemsOn(
  contracts: readonly Coverage[],
  day: string,
  mileageKm: number,
): ReadonlySet<string> {
  return new Set(
    contracts
      .filter(
        ({ validFrom, validTo, maxMileageKm }) =>
          validFrom <= day && (validTo === null || day <= validTo) && mileageKm <= maxMileageKm,
      )
      .flatMap(({ coveredItems }) => coveredItems),
  );
}

function priceEvent(event: PlannedEvent, inputs: ServicePlanInputs): PricedEvent {
  const positions = expandEvent(
    event.items.map(({ schedule }) => schedule.item),
    inputs.catalogue,
    {
      ...inputs.pricing,
      coveredItems: coveredItemsOn(inputs.contracts, event.dueOn, event.mileageKm),
    },
  );
  const netMinor = sumMinor(positions.map((position) => position.netMinor));
  const vatMinor = multiplyRatio(netMinor, inputs.vatBasisPointsOn(event.dueOn), 10_000);
  return { ...event, positions, netMinor, vatMinor, grossMinor: sumMinor([netMinor, vatMinor]) };
}
