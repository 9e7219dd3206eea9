// A file that is read again when it has changed, while the process runs. What cannot be read changes nothing.
import { readFile, stat } from 'node:fs/promises';

import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** What is read, and how. */
export interface ReloadedFileOptions<Content> {
  readonly path: string;
  /** Throws or rejects for what cannot be used. */
  readonly parse: (text: string) => Content | Promise<Content>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** A file that was read at least once. */
export interface ReloadedFile<Content> {
  /** What it says, or said when it last could be used. Waits only to look whether it has changed, at most once a second. */
  current(): Content | Promise<Content>;
}

const recheckAfterMs = 1_000;

/** Reads the file. Rejects where it is absent or `parse` does not take it; later neither does harm. */
export async function loadReloadedFile<Content>({
  path,
  parse,
  clock,
  log,
}: ReloadedFileOptions<Content>): Promise<ReloadedFile<Content>> {
  // Before the text: what is written in between is seen the next time.
  let mark = await readMark(path);
  let content = await parse(await readFile(path, 'utf8'));
  let checkedAtMs = clock.monotonicMs();
  let checking: Promise<Content> | undefined;

  const check = async (): Promise<Content> => {
    const nextMark = await readMark(path);
    if (nextMark !== mark) {
      mark = nextMark;
      try {
        content = await parse(await readFile(path, 'utf8'));
        log.info({ path }, 'file.reloaded');
      } catch (error) {
        // Not the error itself: parsers quote what they read, and this may be a key.
        log.warn({ path, fault: error instanceof Error ? error.name : 'unknown' }, 'file.unusable');
      }
    }
    checkedAtMs = clock.monotonicMs();
    checking = undefined;
    return content;
  };
  return {
    current() {
      if (clock.monotonicMs() - checkedAtMs < recheckAfterMs) return content;
      checking ??= check();
      return checking;
    },
  };
}

/** Tells one state of the file from the next. */
async function readMark(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return 'unreadable';
  }
}
