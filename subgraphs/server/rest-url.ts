// Addresses of REST calls. Nothing that a client sends can reach another host, path or parameter.
import { createInputError } from './field-error.ts';
import type { RestQuery, RestResource } from './rest-resource.ts';

const idPattern = /^[A-Za-z0-9._~-]{1,4000}$/;
const maxFreeTextLength = 200;
// Cannot be encoded as UTF-8.
const loneSurrogate = /\p{Surrogate}/u;
// A service refuses URLs of 14 KB; 6 KB pass every proxy.
const maxIdsBytes = 6_000;
const defaultBatch = 100;

/** Whether a text may stand in a URL as one segment or value: no separators, no `.` and `..`. */
export function isRestId(text: string): boolean {
  return idPattern.test(text) && text !== '.' && text !== '..';
}

/** Gives the id back, or throws `BAD_USER_INPUT`. `name` says which input it is. */
export function parseRestId(name: string, text: string): string {
  if (isRestId(text)) return text;
  throw createInputError(`${name} is not a valid id.`);
}

/**
 * Builds the path and query of a call; parameters of the query are sorted.
 *
 * @throws GraphQLError `BAD_USER_INPUT` for a value that is no id, where it is no free text.
 */
export function buildRestPath(
  resource: RestResource,
  params: Readonly<Record<string, string>> = {},
  query: RestQuery = {},
): string {
  const path = resource.path.replaceAll(/\{(\w+)\}/g, (_segment, name: string) =>
    encodeURIComponent(parseRestId(name, params[name] ?? '')),
  );
  const pairs = Object.entries(query)
    .flatMap(([name, value]) => {
      if (value === undefined || value === null) return [];
      const texts = typeof value === 'object' ? value : [String(value)];
      const isFreeText = resource.freeText?.includes(name) ?? false;
      const encoded = texts.map((text) => encodeValue(name, text, isFreeText));
      return [`${name}=${encoded.join(',')}`];
    })
    .sort();
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** Adds the ids of a batch read, which `isRestId` has let through. */
export function addIds(path: string, ids: readonly string[]): string {
  return `${path}${path.includes('?') ? '&' : '?'}ids=${ids.join(',')}`;
}

/** Splits ids into calls of at most `batch` ids and 6,000 bytes, each sorted. */
export function chunkIds(ids: readonly string[], batch: number = defaultBatch): string[][] {
  const chunks: string[][] = [];
  let chunk: string[] = [];
  let chunkBytes = 0;
  for (const id of [...ids].sort()) {
    const isFull = chunk.length >= batch || chunkBytes + id.length + 1 > maxIdsBytes;
    if (isFull && chunk.length > 0) {
      chunks.push(chunk);
      chunk = [];
      chunkBytes = 0;
    }
    chunk.push(id);
    chunkBytes += id.length + 1;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}

/** Splits the entries of a calculation into calls. */
export function chunkEntries<Entry>(
  entries: readonly Entry[],
  batch: number = defaultBatch,
): Entry[][] {
  const chunks: Entry[][] = [];
  for (let start = 0; start < entries.length; start += batch) {
    chunks.push(entries.slice(start, start + batch));
  }
  return chunks;
}

function encodeValue(name: string, text: string, isFreeText: boolean): string {
  if (!isFreeText) return encodeURIComponent(parseRestId(name, text));
  if (text.length <= maxFreeTextLength && !loneSurrogate.test(text))
    return encodeURIComponent(text);
  throw createInputError(`${name} is not a text of at most ${maxFreeTextLength} characters.`);
}
