// Groups what falls due within a horizon into visits to the workshop.
import type { ItemSchedule } from './applicable-schedules.ts';
import { addMonths } from './calendar-day.ts';
import { type CalculatedDueItem, dueItems } from './due-item.ts';
import { afterService, type ItemHistory } from './item-history.ts';
import { mileageOn, type MileageReading } from './mileage-forecast.ts';

/** One visit: on the day its first item is due, or at once where that day has passed. */
export interface PlannedEvent {
  readonly dueOn: string;
  /** The car's mileage that day, as far as it can be foreseen. */
  readonly mileageKm: number;
  readonly items: readonly CalculatedDueItem[];
}

/** What is planned for. */
export interface PlanWindow {
  /** The day of planning; what is overdue is due then. */
  readonly at: string;
  readonly windowMonths: number;
  readonly horizonMonths: number;
}

// A car in heavy use has a dozen visits a year; more are a broken reading, not a plan.
const maxEvents = 120;

/**
 * Plays the car's life forward: the earliest item opens a visit, all items due within the window after it
 * join, are taken as done that day, and fall due anew. A visit begins within the horizon; statuses are as of
 * the day of planning.
 */
export function planEvents(
  schedules: readonly ItemSchedule[],
  history: ItemHistory,
  reading: MileageReading,
  { at, windowMonths, horizonMonths }: PlanWindow,
): readonly PlannedEvent[] {
  const horizon = addMonths(at, horizonMonths);
  const events: PlannedEvent[] = [];
  let current = history;

  while (events.length < maxEvents) {
    const dated = dueItems(schedules, current, reading, at).flatMap((due) =>
      due.dueOn === null ? [] : [{ due, on: due.dueOn < at ? at : due.dueOn }],
    );
    const first = dated.reduce<string | null>(
      (earliest, { on }) => (earliest === null || on < earliest ? on : earliest),
      null,
    );
    if (first === null || first > horizon) break;

    const windowEnd = addMonths(first, windowMonths);
    const items = dated.filter(({ on }) => on <= windowEnd).map(({ due }) => due);
    const mileageKm = mileageOn(reading, first);
    events.push({ dueOn: first, mileageKm, items });
    current = afterService(current, schedules, {
      performedOn: first,
      mileageKm,
      items: items.map(({ schedule }) => schedule.item.id),
    });
  }
  return events;
}
