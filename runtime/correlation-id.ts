// One id that runs through gateway, subgraph and service, so that their log lines can be joined.

/** The header that carries the id, in and out. */
export const correlationIdHeader = 'x-correlation-id';

const acceptable = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * Takes over a caller's id if it is harmless (1–128 of `A–Z a–z 0–9 . _ : -`), else makes a new one.
 * A header that was sent twice is not harmless.
 */
export function acceptCorrelationId(
  incoming: string | readonly string[] | undefined,
  newId: () => string,
): string {
  return typeof incoming === 'string' && acceptable.test(incoming) ? incoming : newId();
}
