// Loads the public keys that tokens are verified with, from a file or from the issuer's address.
import { readFile } from 'node:fs/promises';

import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

import { CodedError } from '../../runtime/coded-error.ts';
import { createRemoteKeySet, type RemoteKeySetOptions } from './remote-key-set.ts';

/** Where the keys are. */
export type KeySetSource =
  | {
      readonly kind: 'file';
      readonly path: string;
      /** What names the file, for who has to mend it. */
      readonly setting: string;
    }
  | { readonly kind: 'url'; readonly url: string };

/**
 * Loads a JSON Web Key Set. A file is read now, an address is asked as `createRemoteKeySet` says.
 *
 * @throws CodedError `KEY_SET_UNREADABLE` if the file is absent or not a key set.
 */
export async function loadKeySet(
  source: KeySetSource,
  remote: Omit<RemoteKeySetOptions, 'url'>,
): Promise<JWTVerifyGetKey> {
  if (source.kind === 'url') {
    return createRemoteKeySet({ ...remote, url: source.url });
  }
  try {
    return createLocalJWKSet(JSON.parse(await readFile(source.path, 'utf8')) as JSONWebKeySet);
  } catch (error) {
    throw new CodedError({
      code: 'KEY_SET_UNREADABLE',
      kind: 'configuration',
      message: `${source.setting} names ${source.path}, which is not a readable JSON Web Key Set.`,
      cause: error,
    });
  }
}
