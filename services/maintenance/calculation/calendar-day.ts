// Days of the calendar as `YYYY-MM-DD`; they compare as text. No time of day, no time zone.

import { dayOf } from '../../server/validity.ts';

const msPerDay = 86_400_000;

/** Adds months; a day that the month lacks becomes its last: 31 January plus one is 28 or 29 February. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const monthIndex = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(monthIndex / 12);
  const targetMonth = monthIndex - targetYear * 12;
  const lastDay = new Date(Date.UTC(targetYear, targetMonth + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(targetYear, targetMonth, Math.min(dayOfMonth, lastDay)));
}

/** Adds days, also a negative number of them. */
export function addDays(day: string, days: number): string {
  return dayOf(dayToMs(day) + days * msPerDay);
}

/** Days from one to the other; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (dayToMs(to) - dayToMs(from)) / msPerDay;
}

/** The earlier of both; null is never. */
export function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function dayToMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
