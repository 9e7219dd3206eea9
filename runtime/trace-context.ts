// W3C Trace Context, level 1: reading a `traceparent` and making the one that is sent on.

/** One span's place in a trace; ids in lower-case hex. */
export interface TraceContext {
  /** 32 hex digits, not all zero. */
  readonly traceId: string;
  /** 16 hex digits, not all zero. */
  readonly spanId: string;
  /** Of the span above it; absent for a root, and for what a header says. */
  readonly parentSpanId?: string | undefined;
  readonly isSampled: boolean;
  /** Where AWS X-Ray follows the request, its id of the trace. */
  readonly xrayTraceId?: string | undefined;
}

/** Gives `sizeBytes` random bytes; `crypto.randomBytes` fits. */
export type RandomBytes = (sizeBytes: number) => Uint8Array;

const traceparentPattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent` header; `undefined` where it is absent or not valid, as the spec asks. */
export function parseTraceparent(
  header: string | readonly string[] | undefined,
): TraceContext | undefined {
  if (typeof header !== 'string') return undefined;
  const match = traceparentPattern.exec(header.trim());
  if (!match) return undefined;

  const [, version, traceId = '', spanId = '', flags = '', rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The id of the trace that a request's headers name, for a line of the log. */
export function readTraceId(
  headers: Readonly<Record<string, string | readonly string[] | undefined>> | undefined,
): string | undefined {
  return parseTraceparent(headers?.['traceparent'])?.traceId;
}

/** Makes a span of its own below `parent`, or the root of a new trace, sampled, without one. */
export function createChildTrace(
  parent: TraceContext | undefined,
  randomBytes: RandomBytes,
): TraceContext {
  return {
    traceId: parent?.traceId ?? hexId(16, randomBytes),
    spanId: hexId(8, randomBytes),
    parentSpanId: parent?.spanId,
    isSampled: parent?.isSampled ?? true,
    xrayTraceId: parent?.xrayTraceId,
  };
}

/** Writes the header to send on, version 00. */
export function formatTraceparent(trace: TraceContext): string {
  return `00-${trace.traceId}-${trace.spanId}-${trace.isSampled ? '01' : '00'}`;
}

function hexId(sizeBytes: number, randomBytes: RandomBytes): string {
  const { buffer, byteOffset, byteLength } = randomBytes(sizeBytes);
  const id = Buffer.from(buffer, byteOffset, byteLength).toString('hex');
  // An id of zeros means "none" in the spec.
  return /^0+$/.test(id) ? `${id.slice(1)}1` : id;
}
