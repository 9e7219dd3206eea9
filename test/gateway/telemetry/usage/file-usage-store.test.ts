// The file driver: the contract, processes that are killed, files that grow, days that end.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createFileUsageStore } from '../../../../gateway/telemetry/usage/file-usage-store.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import {
  contractDay,
  contractRetentionDays,
  createBatch,
  describeUsageStoreContract,
  operationKey,
} from '../../../contracts/usage-store.contract.ts';

const msPerDay = 86_400_000;

function openStore(directory: string, nowMs = Date.now) {
  return createFileUsageStore({
    directory,
    retentionDays: contractRetentionDays,
    clock: { ...systemClock, nowMs },
    // A busy test machine must not turn the contract into a test of patience.
    lockWaitMs: 20_000,
  });
}

describeUsageStoreContract('files', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'usage-'));
  return {
    open: (nowMs) => openStore(join(directory, 'inner'), nowMs),
    close: () => rm(directory, { recursive: true }),
  };
});

describe('usage in files', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'usage-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  const fileOf = (day: string): string => join(directory, `usage-${day}.jsonl`);

  it('keeps every batch that it has confirmed when its processes are killed', async () => {
    for (let kill = 1; kill <= 2; kill += 1) {
      const children = [0, 1].map(() => {
        const child = fork(join(import.meta.dirname, 'add-until-killed.ts'), [directory], {
          execArgv: ['--import', 'tsx'],
        });
        const own = { child, confirmed: 0 };
        child.on('message', (count: number) => (own.confirmed = count));
        return own;
      });
      await vi.waitUntil(() => children.every(({ confirmed }) => confirmed >= 30), {
        timeout: 40_000,
      });
      const exits = children.map(({ child }) => once(child, 'exit'));
      for (const { child } of children) child.kill('SIGKILL');
      await Promise.all(exits);
      const store = openStore(directory);
      await store.add(createBatch({ after: 1 }));

      const sums = await store.read(contractDay);

      for (const { child, confirmed } of children) {
        expect([confirmed, confirmed + 1]).toContain(sums.get(`killed ${child.pid}`));
      }
      expect(sums.get('after')).toBe(kill);
    }
  }, 120_000);

  it('reads what is whole around a line that was left unfinished', async () => {
    const store = openStore(directory);
    await store.add(createBatch({ one: 1 }));
    await appendFile(fileOf(contractDay), '\n{"v":1,"counts":[["one",');
    await store.add(createBatch({ one: 2 }));
    await appendFile(fileOf(contractDay), '{"v":2,"counts":[["one",100]]}\nnull\n');

    expect((await store.read(contractDay)).get('one')).toBe(3);
  });

  it('brings a file together before it grows beyond its bound', async () => {
    const store = openStore(directory);
    const counts = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [operationKey(`client ${index}`), 1]),
    );
    for (let batch = 0; batch < 100; batch += 1) await store.add(createBatch(counts));

    const { size } = await stat(fileOf(contractDay));
    const sums = await store.read(contractDay);
    expect(size).toBeLessThan(1_100_000);
    expect(sums.get(operationKey('client 399'))).toBe(100);
    expect(await readdir(directory)).toEqual([`usage-${contractDay}.jsonl`]);
  });

  it('removes the files of days that are over', async () => {
    let nowMs = Date.now();
    const store = openStore(directory, () => nowMs);
    await store.add(createBatch({ one: 1 }));
    nowMs += (contractRetentionDays + 1) * msPerDay;
    const day = new Date(nowMs).toISOString().slice(0, 10);

    await store.add(createBatch({ one: 1 }, day));

    expect(await readdir(directory)).toEqual([`usage-${day}.jsonl`]);
  });

  it('can be read by nobody but its user', async () => {
    await openStore(directory).add(createBatch({ one: 1 }));

    const { mode } = await stat(fileOf(contractDay));

    expect((mode & 0o777).toString(8)).toBe('600');
  });

  it('takes over the lock of a process that is gone, and waits for one that runs', async () => {
    const { hostname } = await import('node:os');
    const lock = join(directory, 'lock');
    await writeFile(lock, `${hostname()} 999999999`);
    const store = createFileUsageStore({
      directory,
      retentionDays: 1,
      clock: systemClock,
      lockWaitMs: 50,
    });
    await store.add(createBatch({ one: 1 }));
    await writeFile(lock, `${hostname()} ${process.pid}`);

    await expect(store.add(createBatch({ one: 1 }))).rejects.toThrow('lock');

    expect((await store.read(contractDay)).get('one')).toBe(1);
  });

  it('adds nothing where a folder cannot be written to, and says so', async () => {
    await writeFile(join(directory, 'taken'), '');

    await expect(
      openStore(join(directory, 'taken')).add(createBatch({ one: 1 })),
    ).rejects.toThrow();
  });
});
