// A span as plain figures. It becomes the exporter's own kind of object only when it is sent.
import type { TraceContext } from '../trace-context.ts';

/** What an attribute may be; undefined is left out. */
export type SpanAttribute = string | number | boolean | readonly string[] | undefined;

/** A span that is over. */
export interface SpanRecord {
  readonly name: string;
  readonly kind: 'server' | 'client';
  /** Its own ids and those of its parent. */
  readonly trace: TraceContext;
  /** On the monotonic clock. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Names as of OpenTelemetry's conventions, `marque.` before our own. Texts are masked when they are sent. */
  readonly attributes: Readonly<Record<string, SpanAttribute>>;
  /** A span elsewhere that did the work of this one, too. */
  readonly link?: TraceContext | undefined;
  /** A code or a status; absent where all went well. */
  readonly fault?: string | undefined;
}
