// Random bytes drawn ahead: asking the system for eight at a time costs more than what they are for.
import type { RandomBytes } from './trace-context.ts';

const poolBytes = 4_096;

/** Makes a source of random bytes that draws many at once. Each byte is given out once. */
export function createRandomPool(randomBytes: RandomBytes): RandomBytes {
  let pool: Uint8Array = new Uint8Array(0);
  let at = 0;
  return (sizeBytes) => {
    if (sizeBytes > poolBytes) return randomBytes(sizeBytes);
    if (at + sizeBytes > pool.byteLength) {
      pool = randomBytes(poolBytes);
      at = 0;
    }
    at += sizeBytes;
    return pool.subarray(at - sizeBytes, at);
  };
}
