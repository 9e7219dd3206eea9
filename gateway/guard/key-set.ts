// Loads the public keys that tokens are verified with, from a file or from the issuer's address.
import { readFile } from 'node:fs/promises';

import {
  createLocalJWKSet,
  createRemoteJWKSet,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';

import { CodedError } from '../../runtime/coded-error.ts';

/** Where the keys are. */
export type KeySetSource =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'url'; readonly url: string };

const fetchTimeoutMs = 2_000;
const cooldownMs = 30_000;
const cacheMaxAgeMs = 600_000;

/**
 * Loads a JSON Web Key Set. A file is read now; an address is asked when the first token comes,
 * again for unknown keys, at most once in 30 s, and never one that a token names.
 *
 * @throws CodedError `KEY_SET_UNREADABLE` if the file is absent or not a key set.
 */
export async function loadKeySet(source: KeySetSource): Promise<JWTVerifyGetKey> {
  if (source.kind === 'url') {
    return createRemoteJWKSet(new URL(source.url), {
      timeoutDuration: fetchTimeoutMs,
      cooldownDuration: cooldownMs,
      cacheMaxAge: cacheMaxAgeMs,
    });
  }
  try {
    return createLocalJWKSet(JSON.parse(await readFile(source.path, 'utf8')) as JSONWebKeySet);
  } catch (error) {
    throw new CodedError({
      code: 'KEY_SET_UNREADABLE',
      kind: 'configuration',
      message: 'MARQUE_JWKS_FILE does not name a readable JSON Web Key Set.',
      cause: error,
    });
  }
}
