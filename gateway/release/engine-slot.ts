// Holds the engine that serves. A new one takes over at once; the old one ends with its last request.
import { setTimeout as wait } from 'node:timers/promises';

import type { Engine, EngineFigures } from '../engine/engine.ts';
import type { Log } from '../../runtime/log.ts';

/** The place of the serving engine. */
export interface EngineSlot {
  /** Of the serving engine; absent before there is one. */
  supergraphId(): string | undefined;
  /** Runs `work` with the serving engine, which stays until `work` is settled. */
  use<Result>(work: (engine: Engine) => Promise<Result>): Promise<Result>;
  /** Makes `engine` serve; resolves at once, while the one before drains. */
  switchTo(engine: Engine): void;
  /** Of the serving engine; absent before there is one. */
  readFigures(): EngineFigures | undefined;
  /** How many engines finish what they have begun. */
  readonly drainingCount: number;
  /** Waits for all work, at most `drainTimeoutMs`, and closes every engine. */
  close(): Promise<void>;
}

interface Seat {
  readonly engine: Engine;
  readonly work: Set<Promise<unknown>>;
}

/** Creates an empty slot. `use` rejects until the first `switchTo`. */
export function createEngineSlot(drainTimeoutMs: number, log: Log): EngineSlot {
  let current: Seat | undefined;
  const leaving = new Set<Promise<void>>();

  const drain = async ({ engine, work }: Seat): Promise<void> => {
    const fuse = new AbortController();
    const timeout = wait(drainTimeoutMs, undefined, { signal: fuse.signal, ref: false });
    await Promise.race([Promise.allSettled(work), timeout.catch(() => undefined)]);
    fuse.abort();
    await engine.close();
    log.info({ supergraphId: engine.supergraphId, unfinished: work.size }, 'engine.closed');
  };
  const leave = (seat: Seat): Promise<void> => {
    const left = drain(seat)
      .catch((error: unknown) => log.error({ err: error }, 'engine.close_failed'))
      .finally(() => leaving.delete(left));
    leaving.add(left);
    return left;
  };

  return {
    supergraphId: () => current?.engine.supergraphId,
    async use(work) {
      const seat = current;
      if (!seat) throw new Error('No engine serves yet.');
      const running = work(seat.engine);
      seat.work.add(running);
      try {
        return await running;
      } finally {
        seat.work.delete(running);
      }
    },
    switchTo(engine) {
      const before = current;
      current = { engine, work: new Set() };
      log.info({ supergraphId: engine.supergraphId }, 'engine.serving');
      if (before) void leave(before);
    },
    readFigures: () => current?.engine.readFigures(),
    get drainingCount() {
      return leaving.size;
    },
    async close() {
      const last = current;
      current = undefined;
      if (last) void leave(last);
      await Promise.all(leaving);
    },
  };
}
