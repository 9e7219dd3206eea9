// The place of the serving engine: who serves, who drains, who is closed.
import { describe, expect, it } from 'vitest';

import type { Engine } from '../../../gateway/engine/engine.ts';
import { createEngineSlot } from '../../../gateway/release/engine-slot.ts';
import { silentLog } from '../../../runtime/log.ts';

function createIdleEngine(supergraphId: string, closed: string[]): Engine {
  return {
    supergraphId,
    answer: () => Promise.reject(new Error('not asked here')),
    readFigures: () => ({ flights: new Map() }),
    close: async () => {
      closed.push(supergraphId);
    },
  };
}

describe('createEngineSlot', () => {
  it('closes an engine when its last work is done, not before', async () => {
    const closed: string[] = [];
    const slot = createEngineSlot(60_000, silentLog);
    let finish: () => void = () => undefined;
    slot.switchTo(createIdleEngine('one', closed));
    const work = slot.use(() => new Promise<void>((resolve) => (finish = resolve)));

    slot.switchTo(createIdleEngine('two', closed));
    const serving = await slot.use((engine) => Promise.resolve(engine.supergraphId));
    const closedWhileWorking = [...closed];
    finish();
    await work;
    await expect.poll(() => closed, { timeout: 10_000 }).toEqual(['one']);
    await slot.close();

    expect(serving).toBe('two');
    expect(closedWhileWorking).toEqual([]);
    expect(closed).toEqual(['one', 'two']);
  });

  it('waits no longer for work than it may', async () => {
    const closed: string[] = [];
    const slot = createEngineSlot(20, silentLog);
    slot.switchTo(createIdleEngine('one', closed));
    void slot.use(() => new Promise<never>(() => undefined));

    await slot.close();

    expect(closed).toEqual(['one']);
  });

  it('passes a failure of the work on, and rejects work that nobody can do', async () => {
    const slot = createEngineSlot(20, silentLog);
    const early = slot.use(() => Promise.resolve());
    slot.switchTo(createIdleEngine('one', []));
    const failing = slot.use(() => Promise.reject(new Error('broken')));

    await expect(early).rejects.toThrow('No engine serves');
    await expect(failing).rejects.toThrow('broken');
  });
});
