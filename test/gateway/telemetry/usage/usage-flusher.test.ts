// Bringing counts to a store that is not always there.
import { afterEach, describe, expect, it, vi } from 'vitest';

import { startUsageFlusher } from '../../../../gateway/telemetry/usage/usage-flusher.ts';
import type { UsageLoss } from '../../../../gateway/telemetry/usage/usage-recorder.ts';
import type { UsageBatch } from '../../../../gateway/telemetry/usage/usage-store.ts';
import { silentLog } from '../../../../runtime/log.ts';

const day = '2026-11-21';
afterEach(() => vi.useRealTimers());

/** A store in memory that can be switched off; it may keep a batch and yet fail. */
function createScene(maxWaitingKeys?: number) {
  const scene = {
    isDown: false,
    losesAnswers: false,
    pending: new Map<string, number>(),
    kept: new Map<string, UsageBatch>(),
    lost: new Map<UsageLoss, number>(),
    isClosed: false,
  };
  const flusher = startUsageFlusher({
    recorder: {
      collect() {
        const counts = scene.pending;
        scene.pending = new Map();
        return counts.size === 0 ? [] : [{ day, counts }];
      },
      lose: (reason, amount) => void scene.lost.set(reason, (scene.lost.get(reason) ?? 0) + amount),
    },
    store: {
      add(batch) {
        if (scene.isDown) return Promise.reject(new Error('down'));
        scene.kept.set(batch.id, { ...batch, counts: new Map(batch.counts) });
        return scene.losesAnswers ? Promise.reject(new Error('late')) : Promise.resolve();
      },
      read: () => Promise.resolve(new Map()),
      listDays: () => Promise.resolve([]),
      eraseClient: () => Promise.resolve(0),
      close() {
        scene.isClosed = true;
        return Promise.resolve();
      },
    },
    intervalMs: 1_000,
    log: silentLog,
    ...(maxWaitingKeys === undefined ? {} : { maxWaitingKeys }),
  });
  const sumOf = (key: string): number =>
    [...scene.kept.values()].reduce((sum, { counts }) => sum + (counts.get(key) ?? 0), 0);
  return { scene, flusher, sumOf };
}

describe('flushing usage', () => {
  it('happens at its interval, and when the counts are many', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setImmediate'] });
    const { scene, flusher, sumOf } = createScene();
    scene.pending.set('a', 1);
    await vi.advanceTimersByTimeAsync(1_000);
    scene.pending.set('a', 2);
    flusher.flushSoon();
    flusher.flushSoon();
    await vi.advanceTimersByTimeAsync(1);

    expect(sumOf('a')).toBe(3);
    expect(flusher.readFigures()).toEqual({ kept: 2, failed: 0, waitingKeys: 0 });
    await flusher.close();
  });

  it('keeps what the store does not take, and counts it once however often it is tried', async () => {
    const { scene, flusher, sumOf } = createScene();
    scene.losesAnswers = true;
    for (let index = 0; index < 5; index += 1) {
      scene.pending = new Map([
        ['a', 1],
        [`b${index}`, 1],
      ]);
      expect(await flusher.flush()).toBe(false);
    }
    scene.losesAnswers = false;

    expect(flusher.readFigures()).toMatchObject({ failed: 5, waitingKeys: 7 });
    expect(await flusher.flush()).toBe(true);
    expect([sumOf('a'), sumOf('b4')]).toEqual([5, 1]);
    expect(flusher.readFigures()).toMatchObject({ kept: 2, waitingKeys: 0 });
    await flusher.close();
  });

  it('gives up what is beyond its bound, and counts that', async () => {
    const { scene, flusher, sumOf } = createScene(10);
    scene.isDown = true;
    for (let index = 0; index < 25; index += 1) {
      scene.pending = new Map([
        ['known', 1],
        [`key ${index}`, 1],
      ]);
      await flusher.flush();
    }
    expect(flusher.readFigures().waitingKeys).toBe(10);
    scene.isDown = false;
    await flusher.flush();

    expect(scene.lost.get('waiting')).toBe(17);
    expect(sumOf('known')).toBe(25);
    await flusher.close();
  });

  it('ends with a last flush, and counts as lost what that could not keep', async () => {
    const { scene, flusher } = createScene();
    scene.pending.set('a', 1);
    await flusher.close();
    const other = createScene();
    other.scene.isDown = true;
    other.scene.pending.set('a', 1);
    await other.flusher.close();

    expect([scene.kept.size, scene.isClosed, scene.lost.size]).toEqual([1, true, 0]);
    expect(other.scene.lost.get('waiting')).toBe(1);
    expect(other.scene.isClosed).toBe(true);
  });
});
