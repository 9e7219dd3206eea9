// Opens a service's socket and hands it back as a running part.
import { listen } from '../../runtime/listen.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { createServerDrain } from '../../runtime/server-drain.ts';
import type { Service } from './service.ts';

/** Where to listen. */
export interface ListenConfig {
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
}

/** What to open. */
export interface StartServiceOptions {
  /** Such as `vehicle-api`. */
  readonly name: string;
  readonly service: Service;
  readonly config: ListenConfig;
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
  const { name, service, config, portVariable } = options;
  const stop = createServerDrain(service, { drainMs });
  try {
    const { host, port } = config;
    return {
      name,
      url: await listen(service, { part: name, host, port, variable: portVariable }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
