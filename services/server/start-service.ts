// Opens a service's socket and hands it back as a running part.
import { type AdminConfig, nameAdminPortVariable } from '../../runtime/admin/admin-config.ts';
import { type RunningAdmin, startPartAdmin } from '../../runtime/admin/start-part-admin.ts';
import type { Clock } from '../../runtime/clock.ts';
import { listen } from '../../runtime/listen.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { createServerDrain } from '../../runtime/server-drain.ts';
import { addHttpMetrics } from '../../runtime/telemetry/http-metrics.ts';
import { createMetricRegistry } from '../../runtime/telemetry/metric-registry.ts';
import type { Service } from './service.ts';

/** Where to listen. */
export interface ListenConfig {
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  /** Absent: no admin port is opened. */
  readonly admin?: AdminConfig | undefined;
}

/** What to open. */
export interface StartServiceOptions {
  /** Such as `vehicle-api`. */
  readonly name: string;
  readonly service: Service;
  readonly config: ListenConfig;
  readonly clock: Clock;
  /** The environment variable that sets the port; named where the port is taken. */
  readonly portVariable: string;
}

const drainMs = 5_000;

/**
 * Listens. `stop` ends idle sockets at once, answers what is under way for at most 5 s, then closes the rest.
 *
 * @throws CodedError `LISTEN_FAILED` with one line for the person who started it.
 */
export async function startService(options: StartServiceOptions): Promise<RunningPart> {
  const { name, service, config, clock, portVariable } = options;
  const registry = config.admin && createMetricRegistry(clock);
  if (registry) addHttpMetrics(service, registry);
  const drain = createServerDrain(service, { drainMs });
  let admin: RunningAdmin | undefined;
  const stop = async (): Promise<void> => {
    await drain();
    await admin?.stop();
  };
  try {
    const { host, port } = config;
    const url = await listen(service, { part: name, host, port, variable: portVariable });
    admin =
      registry &&
      config.admin &&
      (await startPartAdmin({
        config: config.admin,
        part: name,
        portVariable: nameAdminPortVariable(portVariable),
        registry,
      }));
    return { name, url, adminUrl: admin?.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
