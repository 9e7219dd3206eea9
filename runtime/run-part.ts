// Runs one part as a process of its own: starts it, tells whoever spawned it, stops it on a signal.
import type { Clock } from './clock.ts';
import { CodedError } from './coded-error.ts';
import type { Log } from './log.ts';
import type { RunningPart } from './part.ts';
import { onStopSignal, type SignalSource } from './stop-signal.ts';

/** What a spawned part sends over the IPC channel as soon as it listens. */
export interface PartReadyMessage {
  readonly type: 'marque.ready';
  readonly name: string;
  readonly url: string;
  readonly adminUrl?: string | undefined;
}

/** The part of `process` that is needed; `send` is there only when the parent opened a channel. */
export interface PartProcess extends SignalSource {
  readonly stderr: { write(text: string): unknown };
  /** Whether the channel is still open. */
  readonly connected?: boolean | undefined;
  readonly send?:
    ((message: PartReadyMessage, onSent: (error: Error | null) => void) => boolean) | undefined;
  once(event: 'disconnect', listener: () => void): unknown;
}

/** How a part's `main.ts` hands itself over. */
export interface RunPartOptions {
  readonly process: PartProcess;
  readonly clock: Clock;
  /** Reads the configuration, too, so that a fault in it is reported as every other one. */
  readonly start: () => Promise<StartedPart>;
}

/** A part that runs, and the log that its configuration asks for. */
export interface StartedPart {
  readonly part: RunningPart;
  readonly log: Log;
  /** How long stopping may take before the process gives up. */
  readonly stopFuseMs?: number;
}

/**
 * Starts the part and keeps the process until SIGINT or SIGTERM, or until the parent that opened an IPC channel is
 * gone, then drains it. If the parent is gone while the part starts, it is stopped as soon as it has started. A part
 * that cannot start prints one line for a configuration fault, the error otherwise, and exits with 1.
 */
export async function runPart(options: RunPartOptions): Promise<void> {
  const { process, clock, start } = options;
  let started: StartedPart;
  try {
    started = await start();
  } catch (error) {
    process.stderr.write(`${describeStartError(error)}\n`);
    process.exit(1);
    return;
  }

  const { part, log, stopFuseMs } = started;
  const stopOnce = once(() => part.stop());
  onStopSignal({
    source: process,
    clock,
    log,
    stop: stopOnce,
    ...(stopFuseMs === undefined ? {} : { fuseMs: stopFuseMs }),
  });
  // A parent that was killed cannot send a signal; its end of the channel closes all the same.
  const stopAndSettle = async (): Promise<void> => {
    try {
      await stopOnce();
    } finally {
      await log.settle();
    }
  };
  const stopAsOrphan = (): void => void stopAndSettle().finally(() => process.exit(0));
  if (process.send && !process.connected) {
    stopAsOrphan();
    return;
  }
  process.once('disconnect', stopAsOrphan);
  // Where it does not arrive, the channel has closed: that is heard of above.
  const { name, url, adminUrl } = part;
  process.send?.({ type: 'marque.ready', name, url, adminUrl }, () => undefined);
}

/** A user's fault is one line that says what to do; anything else keeps its stack. */
export function describeStartError(error: unknown): string {
  if (error instanceof CodedError && error.kind === 'configuration') return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}
