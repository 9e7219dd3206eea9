// Tells documents apart in a log by a short digest, and computes each one once.
import { createHash } from 'node:crypto';

import { LRUCache } from 'lru-cache';

const digestLength = 16;
const maxRememberedCharacters = 4 * 1_024 ** 2;

/** Gives the first 16 hex digits of a document's SHA-256: the beginning of its hash as a persisted query. */
export function createOperationDigest(): (query: string) => string {
  const known = new LRUCache<string, string>({
    maxSize: maxRememberedCharacters,
    sizeCalculation: (_digest, query) => query.length + digestLength,
  });
  return (query) => {
    let digest = known.get(query);
    if (digest === undefined) {
      digest = createHash('sha256').update(query).digest('hex').slice(0, digestLength);
      known.set(query, digest);
    }
    return digest;
  };
}
