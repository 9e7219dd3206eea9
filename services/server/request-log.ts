// One line for each request, by its route's pattern: no ids, so no VINs.
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { readTraceId } from '../../runtime/trace-context.ts';
import { parseXRayHeader, xrayHeader } from '../../runtime/xray-trace.ts';
import type { Service } from './service.ts';

/** Logs whose answer it was, method, route, status and duration of each. */
export function addRequestLog(service: Service, { log, clock }: { log: Log; clock: Clock }): void {
  const startedAtMs = new WeakMap<object, number>();

  service.addHook('onRequest', (request, _reply, done) => {
    startedAtMs.set(request, clock.monotonicMs());
    done();
  });
  service.addHook('onResponse', (request, reply, done) => {
    const startMs = startedAtMs.get(request) ?? clock.monotonicMs();
    const fields = {
      correlationId: request.id,
      traceId: readTraceId(request.headers),
      xrayTraceId: parseXRayHeader(request.headers[xrayHeader])?.xrayTraceId,
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      durationMs: Math.round((clock.monotonicMs() - startMs) * 1_000) / 1_000,
    };
    if (fields.route === '/health') log.debug(fields, 'request.done');
    else log.info(fields, 'request.done');
    done();
  });
}
