// The store of keys and its pepper, wherever the settings say that they are.
import { join } from 'node:path';

import {
  createKeyDigest,
  loadPepper,
  makePepperFile,
} from '../../gateway/guard/keys/key-digest.ts';
import type { KeyStore } from '../../gateway/guard/keys/key-store.ts';
import type { KeyManagement } from '../../gateway/guard/keys/manage-keys.ts';
import { type KeyPlace, openKeyStore } from '../../gateway/guard/keys/open-key-store.ts';
import { silentLog } from '../../runtime/log.ts';
import type { CommandContext } from '../command-context.ts';

/** Works with the store, and closes it. */
export async function withKeyStore<Result>(
  { config, clock }: CommandContext,
  work: (store: KeyStore) => Promise<Result>,
): Promise<Result> {
  const { keysFile, redisUrl, dataDirectory } = config;
  const place: KeyPlace =
    keysFile === undefined && redisUrl !== undefined
      ? { kind: 'redis', url: redisUrl }
      : { kind: 'file', path: keysFile ?? join(dataDirectory, 'identity/keys.json') };
  const store = await openKeyStore(place, { clock, log: silentLog });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Works with all that making keys takes. A pepper is made where none was named and none is there. */
export async function withKeyManagement<Result>(
  context: CommandContext,
  work: (management: KeyManagement) => Promise<Result>,
): Promise<Result> {
  const { config, clock, randomBytes } = context;
  const digest = createKeyDigest(await findPepper(config, randomBytes));
  return await withKeyStore(context, (store) =>
    work({ store, digest, randomBytes, nowMs: Math.floor(clock.nowMs()) }),
  );
}

async function findPepper(
  { keyPepper, keyPepperFile, dataDirectory }: CommandContext['config'],
  randomBytes: CommandContext['randomBytes'],
): Promise<string> {
  if (keyPepper !== undefined) return await loadPepper({ kind: 'secret', secret: keyPepper });
  const path = keyPepperFile ?? join(dataDirectory, 'identity/key-pepper');
  if (keyPepperFile === undefined) await makePepperFile(path, randomBytes);
  return await loadPepper({ kind: 'file', path });
}
