// Opens a service's socket and hands it back as a running part.
import { CodedError } from '../../runtime/coded-error.ts';
import { describeListenError } from '../../runtime/listen.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { trackUnusedSockets } from '../../runtime/unused-sockets.ts';
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
  const endUnusedSockets = trackUnusedSockets(service.server);
  let url: string;
  try {
    url = await service.listen({ host: config.host, port: config.port });
  } catch (error) {
    await service.close();
    throw new CodedError({
      code: 'LISTEN_FAILED',
      kind: 'configuration',
      message: describeListenError(error, {
        part: name,
        port: config.port,
        variable: portVariable,
      }),
      cause: error,
    });
  }

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const fuse = setTimeout(() => service.server.closeAllConnections(), drainMs);
    const closed = service.close();
    endUnusedSockets();
    await closed;
    clearTimeout(fuse);
  };
  return { name, url, stop: () => (stopped ??= stop()) };
}
