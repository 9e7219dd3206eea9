// Opens the admin port of a gateway.
import type { AdminConfig } from '../../runtime/admin/admin-config.ts';
import type { RunningAdmin } from '../../runtime/admin/start-part-admin.ts';
import type { Clock } from '../../runtime/clock.ts';
import { listen } from '../../runtime/listen.ts';
import type { MetricRegistry } from '../../runtime/telemetry/metric-registry.ts';
import { startProcessWatch } from '../../runtime/telemetry/process-metrics.ts';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.ts';
import type { GatewayState } from '../telemetry/gateway-state.ts';
import type { UsageAccess } from '../telemetry/usage/start-usage.ts';
import { createAdminApp } from './create-admin-app.ts';
import { createLiveStream } from './live-stream.ts';

/** What the port shows. */
export interface AdminOptions {
  readonly config: AdminConfig;
  readonly clock: Clock;
  readonly registry: MetricRegistry;
  readonly metrics: GatewayMetrics;
  readonly readState: () => GatewayState;
  /** Absent where usage is not counted. */
  readonly usage?: UsageAccess | undefined;
}

/**
 * Listens, and watches the process from now on.
 *
 * @throws CodedError `LISTEN_FAILED`.
 */
export async function startAdmin({
  config,
  clock,
  registry,
  metrics,
  readState,
  usage,
}: AdminOptions): Promise<RunningAdmin> {
  const watch = startProcessWatch();
  watch.register(registry);
  const { host, port, tokens } = config;
  const readProcess = () => watch.readFigures();
  const readTotals = () => metrics.readTotals();
  const live = createLiveStream({ clock, readTotals, readState, readProcess });
  const app = createAdminApp({ tokens, registry, readState, readProcess, live, usage, clock });
  const stop = async (): Promise<void> => {
    watch.stop();
    live.close();
    await app.close();
  };
  try {
    const part = 'gateway';
    const url = await listen(app, { part, host, port, variable: 'MARQUE_ADMIN_PORT' });
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
