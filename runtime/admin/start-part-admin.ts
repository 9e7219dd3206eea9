// Opens the admin port of a subgraph or a service: its metrics, and how its process fares.
import { listen } from '../listen.ts';
import type { MetricRegistry } from '../telemetry/metric-registry.ts';
import { startProcessWatch } from '../telemetry/process-metrics.ts';
import type { AdminConfig } from './admin-config.ts';
import { createAdminBase } from './create-admin-base.ts';

/** What the port shows. */
export interface PartAdminOptions {
  readonly config: AdminConfig;
  /** Such as `pricing-subgraph`. */
  readonly part: string;
  /** The environment variable that sets the port; named where it is taken. */
  readonly portVariable: string;
  readonly registry: MetricRegistry;
  /** What `/health` says beside the figures of the process. */
  readonly readHealth?: () => object;
}

/** The open port. */
export interface RunningAdmin {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Listens, and watches the process from now on.
 *
 * @throws CodedError `LISTEN_FAILED`.
 */
export async function startPartAdmin(options: PartAdminOptions): Promise<RunningAdmin> {
  const { config, part, portVariable, registry, readHealth } = options;
  const watch = startProcessWatch();
  watch.register(registry);
  const app = createAdminBase({ tokens: config.tokens, registry });
  app.get('/health', { config: { role: 'reader' } }, (_request, reply) => {
    void reply.send({ status: 'ready', part, ...readHealth?.(), process: watch.readFigures() });
  });
  const stop = async (): Promise<void> => {
    watch.stop();
    await app.close();
  };
  try {
    const { host, port } = config;
    const url = await listen(app, { part: `${part} (admin)`, host, port, variable: portVariable });
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
