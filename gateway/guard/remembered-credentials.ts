// What credentials proved, remembered by their digests for a short time, so that the next request costs next to nothing.
import { hash } from 'node:crypto';

import { LRUCache } from 'lru-cache';

/** Remembers what credentials proved; never the credentials. */
export interface RememberedCredentials<Proof extends object> {
  find(credential: string): Proof | undefined;
  set(credential: string, proof: Proof): void;
  delete(credential: string): void;
  readonly size: number;
}

/** Creates an empty memory of at most so many, of which the longest unused make room. */
export function createRememberedCredentials<Proof extends object>(
  maxCredentials: number,
): RememberedCredentials<Proof> {
  const proofs = new LRUCache<string, Proof>({ max: maxCredentials });
  return {
    find: (credential) => proofs.get(digest(credential)),
    set: (credential, proof) => void proofs.set(digest(credential), proof),
    delete: (credential) => void proofs.delete(digest(credential)),
    get size() {
      return proofs.size;
    },
  };
}

function digest(credential: string): string {
  return hash('sha256', credential, 'base64');
}
