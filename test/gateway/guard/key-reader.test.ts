// Keys before a clock and a store that the test moves: what is remembered, for how long, and what an outage does.
import { randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { createKeyReader } from '../../../gateway/guard/key-reader.ts';
import { createKeyDigest } from '../../../gateway/guard/keys/key-digest.ts';
import type { KeyRecord } from '../../../gateway/guard/keys/key-record.ts';
import { createStoreFault, type KeyStore } from '../../../gateway/guard/keys/key-store.ts';
import { createKeyText } from '../../../gateway/guard/keys/key-text.ts';
import { createRecordingLog } from '../recording-log.ts';
import { createFakeClock } from '../../runtime/create-fake-clock.ts';

const digest = createKeyDigest('a pepper of some length');

function createBench() {
  const clock = createFakeClock();
  const { log, events } = createRecordingLog();
  const records = new Map<string, KeyRecord>();
  const store = { isAway: false, finds: 0 };
  const driver: Pick<KeyStore, 'find' | 'close'> = {
    find: async (id) => {
      store.finds += 1;
      await Promise.resolve();
      if (store.isAway) throw createStoreFault('away');
      return records.get(id);
    },
    close: () => Promise.resolve(),
  };
  const reader = createKeyReader({
    store: driver as KeyStore,
    digest,
    outageLimitMs: 60_000,
    clock,
    log,
  });
  const make = (more: Partial<KeyRecord> = {}) => {
    const { id, text } = createKeyText(randomBytes);
    const record: KeyRecord = {
      id,
      digest: digest.of(text),
      app: 'garage-app',
      limits: {},
      priority: 'page',
      createdAtMs: clock.nowMs(),
      ...more,
    };
    records.set(id, record);
    return { text, id, record };
  };
  return { clock, events, records, store, reader, make };
}

describe('createKeyReader', () => {
  it('says which app a key stands for and what it grants', async () => {
    const { reader, make } = createBench();
    const { text, id } = make({ brand: 'mini', markets: ['DE'], limits: { costPerMinute: 9 } });

    const outcome = await reader.read(text);

    expect(outcome).toEqual({
      status: 'identified',
      app: {
        keyId: id,
        app: 'garage-app',
        brand: 'mini',
        markets: ['DE'],
        limits: { costPerMinute: 9 },
        priority: 'page',
      },
    });
  });

  it('waits for nothing where a key was verified within two seconds, and asks again afterwards', async () => {
    const { clock, reader, make, store } = createBench();
    const { text } = make();
    await reader.read(text);

    clock.advance(1_999);
    const soon = reader.read(text);
    clock.advance(1);
    const later = reader.read(text);

    expect(soon).not.toBeInstanceOf(Promise);
    expect(later).toBeInstanceOf(Promise);
    await later;
    expect(store.finds).toBe(2);
  });

  it('asks the store for nothing that is mistyped', () => {
    const { reader, store, make } = createBench();
    const { text } = make();

    const outcome = reader.read(
      text.replace(/.(?=.{20}$)/, (letter) => (letter === '0' ? '1' : '0')),
    );

    expect(outcome).toMatchObject({ status: 'refused' });
    expect(store.finds).toBe(0);
  });

  it('refuses a key with the id of one that is known and another secret', async () => {
    const { reader, make, records } = createBench();
    const { id } = make();
    const forged = make();
    const own = records.get(id);
    records.set(forged.id, { ...forged.record, digest: own?.digest ?? '' });

    expect(await reader.read(forged.text)).toMatchObject({ status: 'refused' });
  });

  it('refuses a revoked key within two seconds, and never again says yes', async () => {
    const { clock, reader, make, records } = createBench();
    const { text, id, record } = make();
    await reader.read(text);
    records.set(id, { ...record, revokedAtMs: clock.nowMs() });

    clock.advance(2_000);

    expect(await reader.read(text)).toMatchObject({ status: 'refused' });
    expect(await reader.read(text)).toMatchObject({ status: 'refused' });
    expect(reader.readFigures().remembered).toBe(0);
  });

  it('refuses a key at the moment of its expiry, although it is remembered', async () => {
    const { clock, reader, make } = createBench();
    const { text } = make({ expiresAtMs: clock.nowMs() + 500 });
    const before = await reader.read(text);

    clock.advance(500);

    expect(before).toMatchObject({ status: 'identified' });
    expect(await reader.read(text)).toMatchObject({ status: 'refused' });
  });

  it('lets known keys go on while the store is away, until the limit, and no others', async () => {
    const { clock, reader, make, store } = createBench();
    const known = make();
    const unknown = make();
    await reader.read(known.text);
    store.isAway = true;

    clock.advance(59_000);
    const within = await reader.read(known.text);
    const other = await reader.read(unknown.text);
    clock.advance(1_000);
    const beyond = await reader.read(known.text);
    store.isAway = false;
    clock.advance(1_000);
    const back = await reader.read(unknown.text);

    expect(within).toMatchObject({ status: 'identified' });
    expect(other).toMatchObject({ status: 'unavailable' });
    expect(beyond).toMatchObject({ status: 'unavailable' });
    expect(back).toMatchObject({ status: 'identified' });
    expect(reader.readFigures().outcomes).toMatchObject({ outage: 1, unavailable: 2 });
  });

  it('asks a store that is away once a second, however many requests come', async () => {
    const { clock, events, reader, make, store } = createBench();
    const keys = Array.from({ length: 50 }, () => make());
    store.isAway = true;
    await reader.read(keys[0]?.text ?? '');

    for (const { text } of keys) await reader.read(text);
    clock.advance(1_000);
    await reader.read(keys[1]?.text ?? '');

    expect(store.finds).toBe(2);
    expect(events.filter(({ event }) => event === 'identity.key_store_away')).toHaveLength(2);
  });

  it('remembers at most ten thousand keys', async () => {
    const { reader, make } = createBench();
    for (let count = 0; count < 10_050; count += 1) await reader.read(make().text);

    expect(reader.readFigures()).toMatchObject({
      remembered: 10_000,
      outcomes: { identified: 10_050 },
    });
  });

  it('says no key, and no part of its secret, in what it logs or gives as a reason', async () => {
    const { events, reader, make, store } = createBench();
    const { text } = make({ revokedAtMs: 1 });
    const refused = await reader.read(text);
    store.isAway = true;
    const away = await reader.read(text);

    const said = JSON.stringify([events, refused, away]);

    expect(said).not.toContain(text.split('_')[2]);
  });
});
