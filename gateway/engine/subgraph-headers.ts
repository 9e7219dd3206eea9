// The headers of a fetch: transport always, dimensions only as declared, nothing from the client.
import { correlationIdHeader } from '../../runtime/correlation-id.ts';
import { formatTraceparent, type TraceContext } from '../../runtime/trace-context.ts';
import { formatXRayHeader, xrayHeader } from '../../runtime/xray-trace.ts';
import { dimensionHeaders } from '../http/dimension-headers.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Dimension } from './declared-dimensions.ts';

/** What of a request a fetch carries. */
export type FetchOrigin = Pick<
  RequestContext,
  'identity' | 'scopes' | 'dimensions' | 'deadline' | 'correlationId' | 'cost'
>;

/** Makes the headers of one fetch. `trace` is its own span, `timeoutMs` is what the subgraph has left to answer. */
export function createSubgraphHeaders(
  origin: FetchOrigin,
  declared: ReadonlySet<Dimension>,
  timeoutMs: number,
  trace: TraceContext,
): Record<string, string> {
  const { correlationId, cost } = origin;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json',
    [correlationIdHeader]: correlationId,
    traceparent: formatTraceparent(trace),
    'x-marque-deadline-ms': String(Math.max(0, Math.floor(timeoutMs))),
  };
  if (trace.xrayTraceId !== undefined) headers[xrayHeader] = formatXRayHeader(trace);
  if (cost.isShown) headers['x-marque-cost'] = 'detail';
  for (const [name, value] of listDimensionHeaders(origin, declared)) headers[name] = value;
  return headers;
}

/** Lists the headers by which answers may differ: those declared that the request has a value for. */
export function listDimensionHeaders(
  { identity, scopes, dimensions }: FetchOrigin,
  declared: ReadonlySet<Dimension>,
): readonly (readonly [name: string, value: string])[] {
  if (declared.size === 0) return [];
  const values: Readonly<Record<Dimension, readonly [string, string | undefined]>> = {
    MARKET: [dimensionHeaders.market, dimensions.market],
    LANGUAGE: [dimensionHeaders.language, dimensions.language],
    PRICE_DATE: [dimensionHeaders.priceDate, dimensions.priceDate],
    BRAND: [dimensionHeaders.brand, dimensions.brand],
    USER: ['x-marque-subject', identity?.subject],
    SCOPES: ['x-marque-scopes', identity ? scopes.join(' ') : undefined],
  };
  return [...declared].flatMap((dimension): [string, string][] => {
    const [name, value] = values[dimension];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
}
