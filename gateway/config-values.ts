// Types of the gateway's variables that no other process has.
import { z } from 'zod';

import type { MarketLanguages } from './http/dimension-headers.ts';

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `expected one of ${words.join(', ')}` });
}

/** Any text that is not empty. */
export function plainText() {
  return z.string({ error: 'expected a text' }).min(1);
}

/** The path of a file; whether it is there shows when it is read. */
export function filePath() {
  return z.string({ error: 'expected the path of a file' }).min(1);
}

/** Markets with their languages, such as `DE=de,CH=de+fr+it`. */
export function marketLanguages() {
  const expected = 'expected markets with their languages, such as DE=de,CH=de+fr+it';
  return z.string({ error: expected }).transform((text, context): MarketLanguages => {
    const entries = text
      .split(',')
      .map((entry) => /^([A-Z]{2})=([a-z]{2}(?:\+[a-z]{2})*)$/.exec(entry.trim()));
    if (entries.some((entry) => entry === null)) {
      context.issues.push({ code: 'custom', message: expected, input: undefined });
      return z.NEVER;
    }
    return new Map(entries.map((entry) => [entry?.[1] ?? '', (entry?.[2] ?? '').split('+')]));
  });
}
