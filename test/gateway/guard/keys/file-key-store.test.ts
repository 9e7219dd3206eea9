// The driver that keeps keys in a file: the contract, who may read it, and what becomes of a file that is gone.
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createFileKeyStore } from '../../../../gateway/guard/keys/file-key-store.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import {
  createKeyRecord,
  describeKeyStoreContract,
} from '../../../contracts/key-store.contract.ts';
import { createFakeClock } from '../../../runtime/create-fake-clock.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keys-'));
});
afterAll(() => rm(directory, { recursive: true }));

describeKeyStoreContract('file', () => {
  const path = join(directory, 'contract/keys.json');
  return Promise.resolve({
    open: () => Promise.resolve(createFileKeyStore({ path, clock: systemClock })),
    corrupt: () => writeFile(path, '{"keys":[{"id":"mqk_'),
  });
});

describe('createFileKeyStore', () => {
  let path: string;
  let count = 0;
  beforeEach(() => {
    count += 1;
    path = join(directory, `own-${count}/keys.json`);
  });

  it('writes a file that its owner alone may read, and leaves nothing else behind', async () => {
    const store = createFileKeyStore({ path, clock: systemClock });

    await store.add(createKeyRecord());

    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(path, '..'))).toEqual(['keys.json']);
  });

  it('is away, and not empty, once its file is gone or unreadable, and comes back with it', async () => {
    const clock = createFakeClock();
    const store = createFileKeyStore({ path, clock });
    const record = createKeyRecord();
    await store.add(record);
    await store.find(record.id);
    const text = await readFile(path, 'utf8');
    await rm(path);
    clock.advance(1_000);

    const gone = store.find(record.id);
    await expect(gone).rejects.toMatchObject({ code: 'KEY_STORE_UNAVAILABLE' });
    await writeFile(path, '{}');
    const broken = store.find(record.id);
    await expect(broken).rejects.toMatchObject({ code: 'KEY_STORE_UNAVAILABLE' });
    await writeFile(path, text);

    expect(await store.find(record.id)).toEqual(record);
  });

  it('goes past the lock of a process that died, and waits for one that lives', async () => {
    const store = createFileKeyStore({ path, clock: systemClock });
    await store.add(createKeyRecord());
    await writeFile(`${path}.lock`, '');
    const longAgoS = Date.now() / 1_000 - 60;
    await utimes(`${path}.lock`, longAgoS, longAgoS);
    const afterDeath = createKeyRecord();
    await store.add(afterDeath);
    await writeFile(`${path}.lock`, '');
    const afterWait = createKeyRecord();

    const adding = store.add(afterWait);
    setTimeout(() => void rm(`${path}.lock`), 60);
    await adding;

    expect(await store.list()).toEqual(expect.arrayContaining([afterDeath, afterWait]));
  });
});
