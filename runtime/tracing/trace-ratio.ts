// Which traces are kept by chance: told from their ids, so that all processes say the same of one trace.

/**
 * Tells whether a trace belongs to the share. As OpenTelemetry's `TraceIdRatioBased` sampler for JavaScript does it: the
 * four words of the id, joined by exclusive or, are a number that is evenly spread.
 */
export function isWithinRatio(traceId: string, ratio: number): boolean {
  if (ratio >= 1) return true;
  if (ratio <= 0) return false;
  let sum = 0;
  for (let at = 0; at < 32; at += 8) sum ^= Number.parseInt(traceId.slice(at, at + 8), 16);
  return sum >>> 0 < Math.floor(ratio * 0xff_ff_ff_ff);
}
