// How long the caller still waits, as it travels between our processes.

/** Whole milliseconds that are left; it can shorten what the receiver would take, never lengthen it. */
export const deadlineHeader = 'x-marque-deadline-ms';

/** Reads the header; without one, or with one that is no such number, there is no limit. */
export function parseDeadlineMs(value: string | readonly string[] | undefined): number {
  return typeof value === 'string' && /^\d{1,9}$/.test(value)
    ? Number(value)
    : Number.POSITIVE_INFINITY;
}
