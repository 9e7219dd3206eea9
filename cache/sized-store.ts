// Keeps objects of this process, such as parsed documents, within a bound of memory.
import { LRUCache } from 'lru-cache';

/** Fits where Apollo Server takes a key-value cache. */
export interface SizedStore<Value extends object> {
  get(key: string): Promise<Value | undefined>;
  set(key: string, value: Value): Promise<void>;
  delete(key: string): Promise<void>;
}

// Measured on Node 20 over parsed documents of 75 to 4,000 characters: 3.3 to 4.4.
const heapBytesPerJsonCharacter = 4;

/** Creates an empty store. What is bigger than the whole bound is not kept; the least recently used go first. */
export function createSizedStore<Value extends object>(maxHeapBytes: number): SizedStore<Value> {
  const values = new LRUCache<string, Value>({
    maxSize: maxHeapBytes,
    sizeCalculation: (value) => JSON.stringify(value).length * heapBytesPerJsonCharacter,
  });
  return {
    get: (key) => Promise.resolve(values.get(key)),
    set(key, value) {
      values.set(key, value);
      return Promise.resolve();
    },
    delete(key) {
      values.delete(key);
      return Promise.resolve();
    },
  };
}
