// AWS X-Ray's trace header beside W3C Trace Context: the same ids in another spelling.
import type { IncomingHttpHeaders } from 'node:http';

import {
  createChildTrace,
  parseTraceparent,
  type RandomBytes,
  type TraceContext,
} from './trace-context.ts';

/** The header that AWS adds, and takes. */
export const xrayHeader = 'x-amzn-trace-id';

/** What the header says. */
export interface XRayTrace {
  /** As X-Ray writes it: `1-5759e988-bd862e3fe1be46a994272793`. */
  readonly xrayTraceId: string;
  /** 16 hex digits; absent where the sender has no segment of its own, such as a load balancer. */
  readonly parentId?: string | undefined;
  readonly isSampled: boolean;
}

const rootPattern = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/;
const parentPattern = /^[0-9a-f]{16}$/;
const maxHeaderLength = 1_024;

/** Reads `Root=…;Parent=…;Sampled=…`, fields in any order, others left aside; `undefined` without a valid root. */
export function parseXRayHeader(
  header: string | readonly string[] | undefined,
): XRayTrace | undefined {
  if (typeof header !== 'string' || header.length > maxHeaderLength) return undefined;
  const fields = new Map(
    header.split(';').map((field): [string, string] => {
      const [name = '', value = ''] = field.split('=', 2);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
  const xrayTraceId = fields.get('root')?.toLowerCase() ?? '';
  if (!rootPattern.test(xrayTraceId) || isZero(toW3CTraceId(xrayTraceId))) return undefined;
  const parentId = fields.get('parent')?.toLowerCase() ?? '';
  const hasParent = parentPattern.test(parentId) && !isZero(parentId);
  return {
    xrayTraceId,
    ...(hasParent ? { parentId } : {}),
    // `?` and nothing leave it open: the sender has recorded nothing that would be missed.
    isSampled: fields.get('sampled') === '1',
  };
}

/** `1-5759e988-bd862e3fe1be46a994272793` → `5759e988bd862e3fe1be46a994272793`. */
export function toW3CTraceId(xrayTraceId: string): string {
  return xrayTraceId.slice(2).replace('-', '');
}

/** The other way. */
export function toXRayTraceId(traceId: string): string {
  return `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
}

/** Writes the header to send on, for a trace that X-Ray knows. */
export function formatXRayHeader({
  xrayTraceId,
  traceId,
  spanId,
  isSampled,
}: TraceContext): string {
  return `Root=${xrayTraceId ?? toXRayTraceId(traceId)};Parent=${spanId};Sampled=${isSampled ? '1' : '0'}`;
}

/**
 * Makes the own span of whoever gets a request. Its parent is that of `traceparent`, else that of X-Ray's header; the
 * latter's id is kept in any case.
 */
export function acceptTrace(headers: IncomingHttpHeaders, randomBytes: RandomBytes): TraceContext {
  const parent = parseTraceparent(headers['traceparent']);
  const header = headers[xrayHeader];
  const xray = header === undefined ? undefined : parseXRayHeader(header);
  if (!xray) return createChildTrace(parent, randomBytes);
  const { xrayTraceId, isSampled, parentId } = xray;
  const traceId = toW3CTraceId(xrayTraceId);
  // Without a segment above, there is no span to be below of; only the trace is the same.
  const above = parent ?? { traceId, spanId: parentId ?? traceId.slice(16), isSampled };
  return createChildTrace({ ...above, xrayTraceId }, randomBytes);
}

function isZero(id: string): boolean {
  return /^0+$/.test(id);
}
