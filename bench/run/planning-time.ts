// How much longer an operation takes that a gateway has never seen.
import { performance } from 'node:perf_hooks';

import { askJson, writeRequestBody } from '../verify/ask.ts';
import type { KnownOperation } from './known-operations.ts';

/**
 * Asks documents that differ by the alias of one `__typename` of the root: new to every cache, and still
 * the same fetches. Answers, for each, the time of the first asking less that of the second.
 */
export async function measurePlanning(
  url: string,
  { document, variables }: KnownOperation,
  count: number,
  nonce: string,
): Promise<readonly number[]> {
  const differencesMs: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const fresh = document.replace(/\{/, `{ fresh_${nonce}_${number}: __typename`);
    const body = writeRequestBody(fresh, variables[0] ?? {});
    const firstMs = await timeAnswer(url, body);
    const secondMs = await timeAnswer(url, body);
    differencesMs.push(Math.max(0, firstMs - secondMs));
  }
  return differencesMs;
}

async function timeAnswer(url: string, body: string): Promise<number> {
  const startedAtMs = performance.now();
  await askJson(url, body);
  return performance.now() - startedAtMs;
}
