// What became of the gateway's spans, and how many wait to be sent.
import type { MetricRegistry } from '../../runtime/telemetry/metric-registry.ts';
import type { Tracer } from '../../runtime/tracing/tracer.ts';

/** Adds the figures of a tracer to a registry. */
export function registerSpanMetrics(
  registry: MetricRegistry,
  tracer: Pick<Tracer, 'readFigures'>,
): void {
  registry.sample({
    name: 'marque_spans_total',
    help: 'Spans by what became of them: exported, failed at the receiver, or dropped for lack of room.',
    type: 'counter',
    labelNames: ['outcome'],
    read() {
      const { exported, failed, dropped } = tracer.readFigures();
      return [
        [['exported'], exported],
        [['failed'], failed],
        [['dropped'], dropped],
      ];
    },
  });
  registry.sample({
    name: 'marque_spans_queued',
    help: 'Spans that wait to be sent.',
    type: 'gauge',
    read: () => [[[], tracer.readFigures().queued]],
  });
}
