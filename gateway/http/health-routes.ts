// Health: whether the process lives, and whether requests should be sent to it.
import type { FastifyInstance } from 'fastify';

/** What readiness depends on. */
export interface HealthState {
  /** Digest of the supergraph that serves; absent while there is none. */
  supergraphId(): string | undefined;
  isDraining(): boolean;
}

/** Adds `/health/live` and `/health/ready`. */
export function registerHealthRoutes(app: FastifyInstance, state: HealthState): void {
  app.get('/health/live', (_request, reply) => {
    void reply.header('cache-control', 'no-store').send({ status: 'live' });
  });
  app.get('/health/ready', (_request, reply) => {
    const supergraphId = state.supergraphId();
    const status = state.isDraining() ? 'draining' : supergraphId ? 'ready' : 'starting';
    void reply
      .status(status === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status, ...(supergraphId ? { supergraphId } : {}) });
  });
}
