// Reads the Retry-After header of RFC 9110, section 10.2.3.

/**
 * How long the upstream asks us to wait, in milliseconds from `nowMs` (Unix epoch). Takes seconds or
 * an HTTP date; a date in the past is 0, anything else that is not valid is `undefined`.
 */
export function parseRetryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // A date starts with its weekday; Date.parse alone would also take things such as "-5".
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
