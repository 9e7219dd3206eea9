// How far a car will have come by a day, and the day on which it reaches a mileage, at the pace so far.
import { addDays, daysBetween } from './calendar-day.ts';

/** What is known of a car's use. */
export interface MileageReading {
  readonly firstRegistration: string;
  readonly mileageKm: number;
  readonly mileageAt: string;
}

/** Kilometres in so many days; a ratio, so that forecasts are whole-number arithmetic. */
export interface Pace {
  readonly km: number;
  readonly days: number;
}

// 15,000 km a year: what a car is taken to do that is too new to judge.
const usualPace: Pace = { km: 15_000, days: 365 };
const judgedFromDays = 30;
const farthestForecastDays = 20 * 365;

/** The car's average so far; the usual one for a car below 30 days or without mileage. */
export function paceOf(reading: MileageReading): Pace {
  const days = daysBetween(reading.firstRegistration, reading.mileageAt);
  if (days < judgedFromDays || reading.mileageKm <= 0) return usualPace;
  return { km: reading.mileageKm, days };
}

/** Mileage on a day, rounded down; before the reading it is the reading's. */
export function mileageOn(reading: MileageReading, day: string): number {
  const pace = paceOf(reading);
  const days = Math.max(0, daysBetween(reading.mileageAt, day));
  return reading.mileageKm + Math.floor((days * pace.km) / pace.days);
}

/**
 * The day on which the mileage is reached: in the past where it has been, null where that is more than 20
 * years ahead.
 */
export function dayOfMileage(reading: MileageReading, mileageKm: number): string | null {
  const pace = paceOf(reading);
  const days = Math.ceil(((mileageKm - reading.mileageKm) * pace.days) / pace.km);
  return days > farthestForecastDays ? null : addDays(reading.mileageAt, days);
}

/** The newest of a reading and the mileages of services; of one day, the higher. */
export function latestReading(
  reading: MileageReading,
  services: readonly { readonly performedOn: string; readonly mileageKm: number }[],
): MileageReading {
  const { firstRegistration } = reading;
  return services.reduce<MileageReading>((newest, { performedOn, mileageKm }) => {
    const isNewer =
      performedOn > newest.mileageAt ||
      (performedOn === newest.mileageAt && mileageKm > newest.mileageKm);
    return isNewer ? { firstRegistration, mileageKm, mileageAt: performedOn } : newest;
  }, reading);
}
