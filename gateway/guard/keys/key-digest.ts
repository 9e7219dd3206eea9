// What is kept in the place of a key, and the pepper that it is made with.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { CodedError } from '../../../runtime/coded-error.ts';
import type { RandomBytes } from '../../../runtime/trace-context.ts';

/** Where the pepper is. */
export type PepperSource =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'file'; readonly path: string };

/** Makes digests, and compares them in constant time. */
export interface KeyDigest {
  /** base64url. */
  of(text: string): string;
  /** Takes as long for a key that is not known, whose digest is undefined. */
  matches(text: string, digest: string | undefined): boolean;
}

const minPepperLength = 24;
const noDigest = Buffer.alloc(32);

/** Creates the digest of a pepper. */
export function createKeyDigest(pepper: string): KeyDigest {
  const digest = (text: string): Buffer => createHmac('sha256', pepper).update(text).digest();
  return {
    of: (text) => digest(text).toString('base64url'),
    matches(text, known) {
      const expected = known === undefined ? noDigest : Buffer.from(known, 'base64url');
      const isEqual = expected.length === 32 && timingSafeEqual(digest(text), expected);
      return isEqual && known !== undefined;
    },
  };
}

/**
 * Reads the pepper.
 *
 * @throws CodedError `KEY_PEPPER_UNREADABLE` if its file is absent or too short.
 */
export async function loadPepper(source: PepperSource): Promise<string> {
  if (source.kind === 'secret') return source.secret;
  try {
    const text = (await readFile(source.path, 'utf8')).trim();
    if (text.length < minPepperLength) throw new Error(`shorter than ${minPepperLength}`);
    return text;
  } catch (error) {
    throw new CodedError({
      code: 'KEY_PEPPER_UNREADABLE',
      kind: 'configuration',
      message: `MARQUE_KEY_PEPPER_FILE does not name a readable file of at least ${minPepperLength} characters.`,
      cause: error,
    });
  }
}

/** Makes the file of a pepper if it is not there; its owner alone may read it. */
export async function makePepperFile(path: string, randomBytes: RandomBytes): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    // Whoever comes second must not make another one.
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${Buffer.from(randomBytes(32)).toString('base64url')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
