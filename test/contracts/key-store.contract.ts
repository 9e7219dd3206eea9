// What every driver of KeyStore promises. A driver's test calls this with a way to make one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { KeyRecord } from '../../gateway/guard/keys/key-record.ts';
import type { KeyStore } from '../../gateway/guard/keys/key-store.ts';

/** A place under test that several stores share, as several processes would. */
export interface KeyPlaceUnderTest {
  readonly open: () => Promise<KeyStore>;
  /** Makes what is found no JSON, or no record. */
  readonly corrupt: () => Promise<void>;
}

let made = 0;

/** Makes a record whose id no other has. */
export function createKeyRecord(more: Partial<KeyRecord> = {}): KeyRecord {
  made += 1;
  return {
    id: `mqk_${String(made).padStart(16, '0')}`,
    digest: 'A'.repeat(43),
    app: 'garage-app',
    limits: {},
    priority: 'page',
    createdAtMs: 1_000 + made,
    ...more,
  };
}

/** Runs the suite. `create` gives an empty place. */
export function describeKeyStoreContract(
  driver: string,
  create: () => Promise<KeyPlaceUnderTest>,
): void {
  describe(`${driver} as a key store`, () => {
    let place: KeyPlaceUnderTest;
    let store: KeyStore;
    beforeAll(async () => {
      place = await create();
      store = await place.open();
    });
    afterAll(() => store.close());

    it('holds nothing at first, and says so without a fault', async () => {
      const found = await store.find('mqk_0000000000000000');

      expect(found).toBeUndefined();
      expect(await store.list()).toEqual([]);
    });

    it('gives back every member of a record as it was added', async () => {
      const record = createKeyRecord({
        brand: 'mini',
        markets: ['AT', 'DE'],
        limits: { requestsPerMinute: 600, costPerMinute: 5, restCallsPerMinute: 1 },
        priority: 'batch',
        expiresAtMs: 5_000,
        revokedAtMs: 4_000,
      });

      await store.add(record);

      expect(await store.find(record.id)).toEqual(record);
    });

    it('lists all, the oldest first', async () => {
      const late = createKeyRecord({ createdAtMs: 900_000 });
      const early = createKeyRecord({ createdAtMs: 1 });
      await store.add(late);
      await store.add(early);

      const keys = await store.list();

      expect(keys.at(0)).toEqual(early);
      expect(keys.at(-1)).toEqual(late);
    });

    it('does not replace a record by one of the same id', async () => {
      const record = createKeyRecord();
      await store.add(record);

      const again = store.add({ ...record, app: 'thief' });

      await expect(again).rejects.toMatchObject({ code: 'KEY_STORE_UNAVAILABLE' });
      expect(await store.find(record.id)).toEqual(record);
    });

    it('changes one record, gives what is kept then, and knows no other', async () => {
      const record = createKeyRecord();
      const other = createKeyRecord();
      await store.add(record);
      await store.add(other);

      const changed = await store.update(record.id, (known) => ({ ...known, revokedAtMs: 9_000 }));
      const none = await store.update('mqk_zzzzzzzzzzzzzzzz', (known) => known);

      expect(changed).toEqual({ ...record, revokedAtMs: 9_000 });
      expect(none).toBeUndefined();
      expect(await store.find(record.id)).toEqual(changed);
      expect(await store.find(other.id)).toEqual(other);
    });

    it('loses nothing that several processes write at the same time', async () => {
      const stores = await Promise.all([place.open(), place.open(), place.open()]);
      const shared = createKeyRecord({ limits: { requestsPerMinute: 1 } });
      await store.add(shared);
      const records = Array.from({ length: 12 }, () => createKeyRecord());

      await Promise.all([
        ...records.map((record, index) => stores[index % 3]?.add(record)),
        ...Array.from({ length: 6 }, (_, index) =>
          stores[index % 3]?.update(shared.id, (known) => ({
            ...known,
            limits: { requestsPerMinute: (known.limits.requestsPerMinute ?? 0) + 1 },
          })),
        ),
      ]);
      const reader = await place.open();
      const ids = (await reader.list()).map(({ id }) => id);

      expect(ids).toEqual(expect.arrayContaining(records.map(({ id }) => id)));
      expect((await reader.find(shared.id))?.limits.requestsPerMinute).toBe(7);
      await Promise.all([...stores, reader].map((one) => one.close()));
    });

    it('shows within half a second what another process wrote', async () => {
      const reader = await place.open();
      const record = createKeyRecord();
      await reader.find(record.id);

      await store.add(record);

      await expect
        .poll(() => reader.find(record.id), { timeout: 600, interval: 50 })
        .toEqual(record);
      await reader.close();
    });

    it('never takes what is corrupt for a key', async () => {
      const record = createKeyRecord();
      await store.add(record);
      await place.corrupt();
      const reader = await place.open();

      const found = await reader.find(record.id).catch(() => undefined);

      expect(found).toBeUndefined();
      await reader.close();
    });
  });
}
