// The type of a variable that no other process has.
import { z } from 'zod';

import type { MarketLanguages } from './http/dimension-headers.ts';

/** Markets with their languages, such as `DE=de,CH=de+fr+it`. */
export function marketLanguages() {
  const expected = 'expected markets with their languages, such as DE=de,CH=de+fr+it';
  const read = z.string({ error: expected }).transform((text, context): MarketLanguages => {
    const entries = text
      .split(',')
      .map((entry) => /^([A-Z]{2})=([a-z]{2}(?:\+[a-z]{2})*)$/.exec(entry.trim()));
    if (entries.some((entry) => entry === null)) {
      context.issues.push({ code: 'custom', message: expected, input: undefined });
      return z.NEVER;
    }
    return new Map(entries.map((entry) => [entry?.[1] ?? '', (entry?.[2] ?? '').split('+')]));
  });
  return read.describe('markets with their languages');
}
