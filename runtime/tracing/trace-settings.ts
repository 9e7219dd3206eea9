// The settings of traces, which every process reads alike, under the names that OpenTelemetry gives them where it does.
import {
  headerList,
  httpUrl,
  plainText,
  share,
  variable,
  type Variables,
  wholeNumber,
} from '../configuration.ts';

/** Where spans go, and which are kept. */
export interface TraceSettings {
  /** Base URL of an OTLP receiver, without `/v1/traces`. */
  readonly endpoint: string;
  /** Sent along with every export; may hold secrets. */
  readonly headers: ReadonlyMap<string, string>;
  /** Instead of the part's own name. */
  readonly serviceName?: string | undefined;
  /** Of the traces that begin here, from 0 to 1. */
  readonly sampleRatio: number;
  /** What takes so long is kept in any case. */
  readonly slowMs: number;
}

/** The variables by their names. */
export const traceVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    httpUrl().optional(),
    'Where spans are sent to by OTLP over HTTP, as JSON, without its `/v1/traces`. Without it nothing is traced.',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: variable(
    headerList().optional(),
    'Headers that go along with spans, such as a token of the receiver.',
  ),
  OTEL_SERVICE_NAME: variable(
    plainText().optional(),
    'Name of the process in traces. Without it: `marque-gateway`, `marque-subgraph-vehicle`, `marque-service-vehicle`.',
  ),
  MARQUE_TRACE_SAMPLE_RATIO: variable(
    share(),
    'Share of traces that are kept, where the caller has not decided; errors and slow ones are kept in any case.',
    '0.01',
  ),
  MARQUE_TRACE_SLOW_MS: variable(
    wholeNumber({ min: 0, max: 3_600_000 }),
    'Milliseconds from which on a request counts as slow for traces.',
    '1000',
  ),
} as const satisfies Variables;

interface TraceVariables {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_HEADERS?: ReadonlyMap<string, string> | undefined;
  readonly OTEL_SERVICE_NAME?: string | undefined;
  readonly MARQUE_TRACE_SAMPLE_RATIO: number;
  readonly MARQUE_TRACE_SLOW_MS: number;
}

/** Reads what the variables say; undefined where nothing is to be traced. */
export function readTraceSettings(read: TraceVariables): TraceSettings | undefined {
  const endpoint = read.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  return Object.freeze({
    endpoint,
    headers: read.OTEL_EXPORTER_OTLP_HEADERS ?? new Map(),
    serviceName: read.OTEL_SERVICE_NAME,
    sampleRatio: read.MARQUE_TRACE_SAMPLE_RATIO,
    slowMs: read.MARQUE_TRACE_SLOW_MS,
  });
}
