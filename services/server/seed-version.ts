// Tells one set of seed rows from another, so that a changed catalogue is seeded anew.
import { createHash } from 'node:crypto';

/** A digest of all that a service seeds: its rows, its options, and the version of its own tables. */
export function digestSeed(...parts: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(JSON.stringify(part)).update('\n');
  return hash.digest('base64url');
}
