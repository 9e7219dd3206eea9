// One span for each request that is traced, by its route's pattern: no ids, so no VINs.
import type { Clock } from '../../runtime/clock.ts';
import type { RandomBytes } from '../../runtime/trace-context.ts';
import { acceptTrace } from '../../runtime/xray-trace.ts';
import type { Tracer } from '../../runtime/tracing/tracer.ts';
import type { Service } from './service.ts';

/** Keeps the spans of requests that are sampled, slow or failed; closes the tracer with the service. */
export function addRequestSpans(
  service: Service,
  {
    tracer,
    clock,
    randomBytes,
  }: { readonly tracer: Tracer; readonly clock: Clock; readonly randomBytes: RandomBytes },
): void {
  service.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (route !== '/health') {
      const durationMs = reply.elapsedTime;
      const status = reply.statusCode;
      const trace = tracer.startTrace(acceptTrace(request.headers, randomBytes));
      const isFault = status >= 500;
      if (tracer.isKept(trace, { isFault, durationMs }) && !tracer.refuses()) {
        tracer.add([
          {
            name: `${request.method} ${route}`,
            kind: 'server',
            trace,
            startedAtMs: clock.monotonicMs() - durationMs,
            durationMs,
            fault: isFault ? String(status) : undefined,
            attributes: {
              'http.request.method': request.method,
              'http.route': route,
              'http.response.status_code': status,
              'marque.correlation_id': request.id,
            },
          },
        ]);
      }
    }
    done();
  });
  service.decorate('flush', () => tracer.flush());
  service.addHook('onClose', () => tracer.close());
}
