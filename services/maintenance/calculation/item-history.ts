// When each item was last done, from a car's service records.
import type { ItemSchedule } from './applicable-schedules.ts';

/** A service that was carried out. */
export interface DoneService {
  readonly performedOn: string;
  readonly mileageKm: number;
  readonly items: readonly string[];
}

/** Where an item's interval starts. */
export interface LastDone {
  readonly on: string;
  readonly atKm: number;
  /** False: never, so it counts from first registration. */
  readonly isRecorded: boolean;
  /** COUPLED: how often its partner was done since. */
  readonly partnerServices: number;
}

/** By item id. */
export type ItemHistory = ReadonlyMap<string, LastDone>;

/** The state of each schedule's item after the services, which may come in any order. */
export function historyOf(
  schedules: readonly ItemSchedule[],
  firstRegistration: string,
  services: readonly DoneService[],
): ItemHistory {
  const start: LastDone = { on: firstRegistration, atKm: 0, isRecorded: false, partnerServices: 0 };
  let history: ItemHistory = new Map(schedules.map(({ item }) => [item.id, start]));
  const inOrder = services.toSorted(
    (a, b) => a.performedOn.localeCompare(b.performedOn) || a.mileageKm - b.mileageKm,
  );
  for (const service of inOrder) history = afterService(history, schedules, service);
  return history;
}

/** The history once one more, later service is done. */
export function afterService(
  history: ItemHistory,
  schedules: readonly ItemSchedule[],
  service: DoneService,
): ItemHistory {
  const next = new Map(history);
  for (const { item } of schedules) {
    const last = history.get(item.id);
    if (last === undefined) continue;
    if (service.items.includes(item.id)) {
      next.set(item.id, {
        on: service.performedOn,
        atKm: service.mileageKm,
        isRecorded: true,
        partnerServices: 0,
      });
    } else if (item.coupledWith !== null && service.items.includes(item.coupledWith)) {
      next.set(item.id, { ...last, partnerServices: last.partnerServices + 1 });
    }
  }
  return next;
}
