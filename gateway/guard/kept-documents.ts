// Documents by their SHA-256: in this process's memory, and for all gateways together where a store is given.
import { createHash } from 'node:crypto';

import { LRUCache } from 'lru-cache';

import type { CacheStore } from '../../cache/store.ts';
import type { Clock } from '../../runtime/clock.ts';

/** The documents. */
export interface KeptDocuments {
  /** Waits only for the store that gateways share. Never rejects: what cannot be read is not known. */
  get(hash: string): string | undefined | Promise<string | undefined>;
  /** The hash must be the document's. */
  add(hash: string, document: string): void;
  /** How many are in memory, and their bytes. */
  readFigures(): { readonly count: number; readonly bytes: number };
  close(): Promise<void>;
}

/** What the documents stand on. */
export interface KeptDocumentsOptions {
  readonly maxBytes: number;
  /** Closed along. */
  readonly shared?: CacheStore | undefined;
  readonly clock: Pick<Clock, 'nowMs'>;
}

// Anew from each time that a gateway is sent the document.
const sharedForMs = 7 * 24 * 3_600_000;
const bytesPerCharacter = 2;
const bookkeepingBytes = 256;

/** The hash that clients send: SHA-256 of the document's UTF-8, in lower-case hex. */
export function hashDocument(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** Creates the documents, none so far. */
export function createKeptDocuments(options: KeptDocumentsOptions): KeptDocuments {
  const { maxBytes, shared, clock } = options;
  const documents = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (document) => document.length * bytesPerCharacter + bookkeepingBytes,
  });

  const getShared = async (store: CacheStore, hash: string): Promise<string | undefined> => {
    const [entry] = await store.getMany([toKey(hash)]);
    if (!entry) return undefined;
    const document = Buffer.from(entry.value).toString();
    // Whoever can write to the store decides nothing about what a hash stands for.
    if (hashDocument(document) !== hash) {
      await store.deleteMany([toKey(hash)]);
      return undefined;
    }
    documents.set(hash, document);
    return document;
  };

  return {
    get(hash) {
      const known = documents.get(hash);
      if (known !== undefined || !shared) return known;
      return getShared(shared, hash);
    },
    add(hash, document) {
      documents.set(hash, document);
      if (!shared) return;
      const nowMs = clock.nowMs();
      const entry = {
        value: Buffer.from(document),
        storedAtMs: nowMs,
        freshUntilMs: nowMs + sharedForMs,
      };
      void shared.setMany([{ key: toKey(hash), entry, ttlMs: sharedForMs }]);
    },
    readFigures: () => ({ count: documents.size, bytes: documents.calculatedSize }),
    async close() {
      documents.clear();
      await shared?.close();
    },
  };
}

function toKey(hash: string): string {
  return `marque:document:${hash}`;
}
