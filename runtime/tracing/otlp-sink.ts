// Sends spans by OpenTelemetry's exporter: OTLP over HTTP, as JSON. Loaded only where traces are configured.
import http from 'node:http';
import https from 'node:https';

import { type HrTime, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';

import { maskText } from '../log-masking.ts';
import type { TraceContext } from '../trace-context.ts';
import type { SpanSink } from './span-queue.ts';
import type { SpanAttribute, SpanRecord } from './span-record.ts';
import type { TraceSettings } from './trace-settings.ts';

/** What a sink stands on. */
export interface OtlpSinkOptions {
  readonly settings: Pick<TraceSettings, 'endpoint' | 'headers'>;
  /** Of the process, in all of its spans. */
  readonly serviceName: string;
  /** Turns a time of the monotonic clock into one of the Unix epoch. */
  readonly toEpochMs: (monotonicMs: number) => number;
}

type ReadableSpan = Parameters<OTLPTraceExporter['export']>[0][number];

const sendTimeoutMs = 5_000;
const instrumentationScope = { name: 'marque' };
const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

/** Creates the sink. Connects when the first spans are sent. */
export function createOtlpSink(options: OtlpSinkOptions): SpanSink {
  const { settings, serviceName, toEpochMs } = options;
  const resource = resourceFromAttributes({
    'service.name': serviceName,
    'service.namespace': 'marque',
  });
  const { Agent } = settings.endpoint.startsWith('https:') ? https : http;
  // Our own, so that nothing of it outlives the process's end.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const exporter = new OTLPTraceExporter({
    url: `${settings.endpoint}/v1/traces`,
    headers: Object.fromEntries(settings.headers),
    timeoutMillis: sendTimeoutMs,
    httpAgentOptions: () => agent,
  });

  const convert = (span: SpanRecord): ReadableSpan => {
    const startMs = toEpochMs(span.startedAtMs);
    const { trace, link } = span;
    return {
      name: maskText(span.name),
      kind: kinds[span.kind],
      spanContext: () => toSpanContext(trace, trace.spanId),
      ...(trace.parentSpanId !== undefined && {
        parentSpanContext: {
          ...toSpanContext(trace, trace.parentSpanId),
          isRemote: span.kind === 'server',
        },
      }),
      startTime: toHrTime(startMs),
      endTime: toHrTime(startMs + span.durationMs),
      duration: toHrTime(span.durationMs),
      status:
        span.fault === undefined
          ? { code: SpanStatusCode.UNSET }
          : { code: SpanStatusCode.ERROR, message: span.fault },
      attributes: toAttributes(span),
      links: link ? [{ context: toSpanContext(link, link.spanId) }] : [],
      events: [],
      ended: true,
      resource,
      instrumentationScope,
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  };

  let giveUp: (() => void) | undefined;
  return {
    send: (spans) =>
      new Promise((resolve) => {
        const settle = (hasArrived: boolean): void => {
          clearTimeout(timer);
          giveUp = undefined;
          resolve(hasArrived);
        };
        giveUp = () => settle(false);
        // The exporter's own timeout begins anew with every byte that comes back.
        const timer = setTimeout(giveUp, sendTimeoutMs);
        exporter.export(spans.map(convert), ({ error }) => settle(error === undefined));
      }),
    close() {
      giveUp?.();
      agent.destroy();
    },
  };
}

function toSpanContext({ traceId, isSampled }: TraceContext, spanId: string) {
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE };
}

function toAttributes({ attributes, fault }: SpanRecord): ReadableSpan['attributes'] {
  const kept: Record<string, string | number | boolean | string[]> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const masked = mask(value);
    if (masked !== undefined) kept[name] = masked;
  }
  if (fault !== undefined) kept['error.type'] = fault;
  return kept;
}

function mask(value: SpanAttribute): string | number | boolean | string[] | undefined {
  if (typeof value === 'string') return maskText(value);
  return typeof value === 'object' ? value.map(maskText) : value;
}

function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)];
}
