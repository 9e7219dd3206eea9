// Standard output for a log: lines are gathered for a moment, so that a busy process writes many at once and never
// waits for who reads them.
import { write, writeSync } from 'node:fs';
import process from 'node:process';

/** Where lines go. */
export interface LogOutput {
  write(line: string): void;
  /** Writes what was gathered, as soon as what is being written has gone. */
  flush(): void;
  /** Resolves when all of it has gone, or after a second. */
  settle(): Promise<void>;
}

const standardOutput = 1;
const gatherMs = 100;
const chunkBytes = 65_536;
// Where nobody reads, memory is not to fill.
const maxChunks = 256;
const maxBytesPerCharacter = 3;
const retryMs = 20;
const settleMs = 1_000;

/** Opens standard output. `onLost` hears how many lines were thrown away, once others have gone. */
export function createLogOutput(onLost: (lines: number) => void): LogOutput {
  // Lines become bytes at once: kept as texts, the collector of young objects would copy their pieces again and again.
  let chunk = Buffer.allocUnsafeSlow(chunkBytes);
  let filled = 0;
  let full: Buffer[] = [];
  let lost = 0;
  let timer: NodeJS.Timeout | undefined;
  let isWriting = false;
  let isUrgent = false;
  let isBroken = false;
  let onSettled: (() => void)[] = [];

  const takeGathered = (): Buffer => {
    const bytes = Buffer.concat([...full, chunk.subarray(0, filled)]);
    full = [];
    filled = 0;
    return bytes;
  };
  const flush = (): void => {
    isUrgent = true;
    if (!isWriting) writeGathered();
  };
  const writeGathered = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isUrgent = false;
    const bytes = takeGathered();
    if (bytes.length === 0) return settled();
    isWriting = true;
    if (lost > 0) reportLost();
    writeFrom(bytes, 0);
  };
  const writeFrom = (bytes: Buffer, from: number): void => {
    write(standardOutput, bytes, from, (error, written) => {
      if (isBusy(error)) return void setTimeout(writeFrom, retryMs, bytes, from);
      // Nobody will ever read.
      if (error) isBroken = true;
      else if (from + written < bytes.length) return writeFrom(bytes, from + written);
      isWriting = false;
      if (isUrgent || full.length > 0) writeGathered();
      else if (filled > 0) writeSoon();
      else settled();
    });
  };
  const writeSoon = (): void => {
    timer ??= setTimeout(flush, gatherMs).unref();
  };
  const reportLost = (): void => {
    const lines = lost;
    lost = 0;
    onLost(lines);
  };
  const settled = (): void => {
    for (const resolve of onSettled) resolve();
    onSettled = [];
  };
  const gather = (line: string): void => {
    const mostBytes = line.length * maxBytesPerCharacter;
    if (mostBytes > chunkBytes - filled) {
      full.push(chunk.subarray(0, filled));
      chunk = Buffer.allocUnsafeSlow(chunkBytes);
      filled = 0;
    }
    if (mostBytes > chunkBytes) full.push(Buffer.from(line));
    else filled += chunk.write(line, filled);
  };

  process.once('exit', () => {
    if (!isBroken) writeAtOnce(takeGathered());
  });

  return {
    write(line) {
      if (isBroken) return;
      if (full.length >= maxChunks) {
        lost += 1;
        return;
      }
      gather(line);
      if (isWriting) return;
      if (full.length > 0) writeGathered();
      else writeSoon();
    },
    flush,
    settle: () =>
      new Promise((resolve) => {
        const fuse = setTimeout(resolve, settleMs);
        onSettled.push(() => {
          clearTimeout(fuse);
          resolve();
        });
        flush();
      }),
  };
}

/** When the process ends, nothing else is left to wait for. */
function writeAtOnce(bytes: Buffer): void {
  let from = 0;
  const waiting = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; from < bytes.length && tries < settleMs / retryMs;) {
    try {
      from += writeSync(standardOutput, bytes, from);
    } catch (error) {
      if (!isBusy(error)) return;
      tries += 1;
      Atomics.wait(waiting, 0, 0, retryMs);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
