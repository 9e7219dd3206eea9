// Stops a process cleanly on SIGINT and SIGTERM, with a fuse for a stop that hangs.
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** The part of `process` that is needed. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): void;
}

/** What to do on a stop signal. */
export interface StopSignalOptions {
  readonly source: SignalSource;
  readonly clock: Clock;
  readonly log: Log;
  /** Drains and closes everything. */
  readonly stop: () => Promise<void>;
  /** How long `stop` may take before the process exits with 1. */
  readonly fuseMs?: number;
}

const defaultFuseMs = 15_000;
// Ctrl-C reaches the process from the terminal and again from npm, which sends it on.
const sameKeypressMs = 500;
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs `stop` at the first SIGINT or SIGTERM, then exits with 0, or with 1 if it failed or took
 * longer than the fuse. A second signal exits at once with 130 or 143. Returns how to let go.
 */
export function onStopSignal(options: StopSignalOptions): () => void {
  const { source, clock, log, stop, fuseMs = defaultFuseMs } = options;
  let firstSignalAtMs: number | undefined;

  const receive = (signal: keyof typeof exitCodes): void => {
    if (firstSignalAtMs !== undefined) {
      if (clock.monotonicMs() - firstSignalAtMs >= sameKeypressMs) source.exit(exitCodes[signal]);
      return;
    }
    firstSignalAtMs = clock.monotonicMs();
    log.info({ signal, fuseMs }, 'process.stopping');

    const exit = (code: 0 | 1): void => void log.settle().finally(() => source.exit(code));
    const fuse = setTimeout(() => {
      log.error({ fuseMs }, 'process.stop_timed_out');
      exit(1);
    }, fuseMs);
    stop().then(
      () => {
        clearTimeout(fuse);
        exit(0);
      },
      (error: unknown) => {
        clearTimeout(fuse);
        log.error({ err: error }, 'process.stop_failed');
        exit(1);
      },
    );
  };

  const onInterrupt = (): void => receive('SIGINT');
  const onTerminate = (): void => receive('SIGTERM');
  source.on('SIGINT', onInterrupt);
  source.on('SIGTERM', onTerminate);
  return () => {
    source.off('SIGINT', onInterrupt);
    source.off('SIGTERM', onTerminate);
  };
}
