// When an item is due: the earliest of last mileage + interval, last date + months, and the wear forecast.
import type { ItemSchedule } from './applicable-schedules.ts';
import { addMonths, daysBetween, earlier } from './calendar-day.ts';
import type { ItemHistory, LastDone } from './item-history.ts';
import { dayOfMileage, mileageOn, type MileageReading } from './mileage-forecast.ts';

/** `PENDING` is close to its limit, `OVERDUE` past it. */
export type DueStatus = 'OK' | 'PENDING' | 'OVERDUE';

/** One item's due date and mileage; null where its interval has no such limit. */
export interface CalculatedDueItem {
  readonly schedule: ItemSchedule;
  readonly status: DueStatus;
  readonly dueOn: string | null;
  readonly dueAtKm: number | null;
  readonly remainingKm: number | null;
  readonly remainingDays: number | null;
  readonly lastDoneOn: string | null;
  readonly lastDoneAtKm: number | null;
}

/** An item is `PENDING` from so close to its limit on: what a workshop needs to give a date. */
const leadKm = 1_500;
const leadDays = 30;

interface Limits {
  readonly atKm: number | null;
  readonly on: string | null;
}

/**
 * Computes each schedule as of a day. The mileage that day is the reading carried on at the car's pace, and
 * `dueOn` is never later than the day on which `dueAtKm` will be reached. Items that neither time nor distance
 * limits are left out.
 */
export function dueItems(
  schedules: readonly ItemSchedule[],
  history: ItemHistory,
  reading: MileageReading,
  asOf: string,
): readonly CalculatedDueItem[] {
  const byId = new Map(schedules.map((schedule) => [schedule.item.id, schedule]));
  const mileageKm = mileageOn(reading, asOf);

  return schedules.flatMap((schedule) => {
    const last = history.get(schedule.item.id);
    if (last === undefined) return [];
    const limits = limitsOf(schedule, last, byId, history);
    const forecast = limits.atKm === null ? null : dayOfMileage(reading, limits.atKm);
    const dueOn = earlier(limits.on, forecast);
    if (dueOn === null && limits.atKm === null) return [];

    const remainingKm = limits.atKm === null ? null : limits.atKm - mileageKm;
    const remainingDays = dueOn === null ? null : daysBetween(asOf, dueOn);
    return [
      {
        schedule,
        status: statusOf(remainingKm, remainingDays),
        dueOn,
        dueAtKm: limits.atKm,
        remainingKm,
        remainingDays,
        lastDoneOn: last.isRecorded ? last.on : null,
        lastDoneAtKm: last.isRecorded ? last.atKm : null,
      },
    ];
  });
}

/** The worst of several. */
export function worstStatus(statuses: readonly DueStatus[]): DueStatus {
  if (statuses.includes('OVERDUE')) return 'OVERDUE';
  return statuses.includes('PENDING') ? 'PENDING' : 'OK';
}

/**
 * A coupled item goes along with every n-th service of its partner, so its limits are those of the partner's
 * service that it is next to join; without its partner on the car it has its own.
 */
function limitsOf(
  { item, interval }: ItemSchedule,
  last: LastDone,
  schedules: ReadonlyMap<string, ItemSchedule>,
  history: ItemHistory,
): Limits {
  const partner = item.coupledWith === null ? undefined : schedules.get(item.coupledWith);
  const partnerLast = partner === undefined ? undefined : history.get(partner.item.id);
  if (partner === undefined || partnerLast === undefined) return ownLimits(interval, last);

  const skipped = Math.max(0, (item.everyNth ?? 1) - 1 - last.partnerServices);
  const next = ownLimits(partner.interval, partnerLast);
  const { intervalKm, intervalMonths } = partner.interval;
  return {
    atKm: next.atKm === null ? null : next.atKm + skipped * (intervalKm ?? 0),
    on: next.on === null ? null : addMonths(next.on, skipped * (intervalMonths ?? 0)),
  };
}

function ownLimits(interval: ItemSchedule['interval'], last: LastDone): Limits {
  const months = last.isRecorded
    ? interval.intervalMonths
    : (interval.firstMonths ?? interval.intervalMonths);
  return {
    atKm: interval.intervalKm === null ? null : last.atKm + interval.intervalKm,
    on: months === null ? null : addMonths(last.on, months),
  };
}

function statusOf(remainingKm: number | null, remainingDays: number | null): DueStatus {
  const km = remainingKm ?? Number.POSITIVE_INFINITY;
  const days = remainingDays ?? Number.POSITIVE_INFINITY;
  if (km < 0 || days < 0) return 'OVERDUE';
  return km <= leadKm || days <= leadDays ? 'PENDING' : 'OK';
}
