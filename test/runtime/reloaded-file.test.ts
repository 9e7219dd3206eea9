// A file that changes under a running process: what is usable is taken, all else leaves things as they are.
import { mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { loadReloadedFile, type ReloadedFile } from '../../runtime/reloaded-file.ts';
import { createRecordingLog } from '../gateway/recording-log.ts';
import { createFakeClock } from './create-fake-clock.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reloaded-'));
  path = join(directory, 'numbers.json');
});
afterEach(() => rm(directory, { recursive: true }));

const load = async () => {
  const clock = createFakeClock();
  const { log, events } = createRecordingLog();
  const parse = (text: string) => JSON.parse(text) as number;
  const file: ReloadedFile<number> = await loadReloadedFile({ path, parse, clock, log });
  return { file, clock, events };
};

describe('a reloaded file', () => {
  it('has to be usable at first', async () => {
    await expect(load()).rejects.toThrow('ENOENT');

    await writeFile(path, '{');
    await expect(load()).rejects.toThrow(SyntaxError);
  });

  it('is read again once it has changed, a second after it was looked at last', async () => {
    await writeFile(path, '1');
    const { file, clock, events } = await load();

    await writeFile(path, '22');
    clock.advance(999);
    expect(file.current()).toBe(1);
    clock.advance(1);
    expect(await file.current()).toBe(22);
    expect(file.current()).toBe(22);
    expect(events.map(({ event }) => event)).toEqual(['file.reloaded']);
  });

  it('is looked at once for all who wait, and not read where it is the same', async () => {
    await writeFile(path, '1');
    const { file, clock, events } = await load();
    clock.advance(1_000);

    const [first, second] = [file.current(), file.current()];

    expect(first).toBeInstanceOf(Promise);
    expect(second).toBe(first);
    expect(await first).toBe(1);
    expect(events).toEqual([]);
  });

  it('says what it said while it is broken or gone, tells of each once, and quotes nothing', async () => {
    await writeFile(path, '1');
    const { file, clock, events } = await load();
    const readLater = async () => {
      clock.advance(1_000);
      return await file.current();
    };

    await writeFile(path, '"a secret that is cut');
    expect([await readLater(), await readLater()]).toEqual([1, 1]);
    await unlink(path);
    expect([await readLater(), await readLater()]).toEqual([1, 1]);
    await writeFile(`${path}.new`, '333');
    await rename(`${path}.new`, path);
    expect(await readLater()).toBe(333);

    expect(events).toEqual([
      { level: 'warn', event: 'file.unusable', path, fault: 'SyntaxError' },
      { level: 'warn', event: 'file.unusable', path, fault: 'Error' },
      { level: 'info', event: 'file.reloaded', path },
    ]);
  });
});
