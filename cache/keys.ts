// Cache keys that no two different requests share.
import { createHash } from 'node:crypto';

/** What a key is made of; objects may come in any order of their members. */
export type KeyPart =
  | string
  | number
  | boolean
  | null
  | readonly KeyPart[]
  | { readonly [member: string]: KeyPart | undefined };

/**
 * Builds `<namespace>:<digest>` from the parts, by the SHA-256 of their canonical JSON: quotes and
 * commas keep `a:b`, `c` apart from `a`, `b:c`, and the number 1 from the text `1`; members are
 * sorted, an `undefined` member is as good as absent.
 *
 * Texts are NOT normalised: `é` as one code point and as two are different bytes to the origin,
 * so merging them could serve one's answer for the other. Keeping them apart costs a miss at most.
 *
 * @throws TypeError for numbers that JSON cannot tell apart (NaN, infinities).
 */
export function buildCacheKey(namespace: string, parts: readonly KeyPart[]): string {
  const digest = createHash('sha256').update(toCanonicalJson(parts)).digest('base64url');
  return `${namespace}:${digest}`;
}

function toCanonicalJson(part: KeyPart): string {
  if (typeof part === 'number' && !Number.isFinite(part)) {
    throw new TypeError('A cache key cannot hold a number that is not finite.');
  }
  if (typeof part !== 'object' || part === null) return JSON.stringify(part);
  if (isList(part)) return `[${part.map((item) => toCanonicalJson(item)).join(',')}]`;

  const members: string[] = [];
  for (const name of Object.keys(part).sort()) {
    const value = part[name];
    if (value !== undefined) members.push(`${JSON.stringify(name)}:${toCanonicalJson(value)}`);
  }
  return `{${members.join(',')}}`;
}

// Array.isArray does not narrow readonly arrays.
function isList(part: object): part is readonly KeyPart[] {
  return Array.isArray(part);
}
