// What `marque key revoke` does.
import type { KeyStore } from '../../gateway/guard/keys/key-store.ts';
import { isKeyId, readKeyId } from '../../gateway/guard/keys/key-text.ts';
import { revokeKey } from '../../gateway/guard/keys/manage-keys.ts';
import { type CommandContext, writeJson } from '../command-context.ts';
import { createCliFault, type ExitCode, exitCodes } from '../faults.ts';
import { listKey } from './describe-key.ts';
import { withKeyStore } from './open-keys.ts';

/** Revokes keys by their ids or their apps. If one of the words is not known, none is revoked. */
export async function runKeyRevoke(
  context: CommandContext,
  words: readonly string[],
): Promise<ExitCode> {
  const { terminal, clock, isJson } = context;
  const nowMs = Math.floor(clock.nowMs());
  const revoked = await withKeyStore(context, async (store) => {
    const ids = await findIds(store, words);
    return await Promise.all(ids.map((id) => revokeKey({ store, nowMs }, id)));
  });
  const listed = revoked.flatMap((record) => (record ? [listKey(record, nowMs)] : []));
  if (isJson) writeJson(context, { keys: listed });
  else for (const { id, app } of listed) terminal.out(`${id} of ${app} is revoked.\n`);
  return exitCodes.ok;
}

async function findIds(store: KeyStore, words: readonly string[]): Promise<readonly string[]> {
  const keys = await store.list();
  const ids = words.flatMap((word) => {
    // Somebody who has found a key may have nothing else of it.
    const id = readKeyId(word) ?? word;
    const found = keys.filter((key) => key.id === id || key.app === id);
    if (found.length > 0) return found.map((key) => key.id);
    const shown = isKeyId(id) || !id.startsWith('mqk_') ? id : 'of that text';
    throw createCliFault('KEY_UNKNOWN', `There is no key ${shown}; marque key list shows all.`);
  });
  return [...new Set(ids)];
}
