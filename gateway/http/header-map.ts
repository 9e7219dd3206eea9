// Headers as Apollo Server takes them, without loading it: a start has many requests it need not see.
import type { HeaderMap } from '@apollo/server';

/** Creates headers; their names are kept and found in lower case. */
export function createHeaderMap(entries: Iterable<readonly [string, string]> = []): HeaderMap {
  // Its own class differs only in a private mark.
  return new LowerCaseMap(entries) as unknown as HeaderMap;
}

class LowerCaseMap extends Map<string, string> {
  override set(name: string, value: string): this {
    return super.set(name.toLowerCase(), value);
  }

  override get(name: string): string | undefined {
    return super.get(name.toLowerCase());
  }

  override has(name: string): boolean {
    return super.has(name.toLowerCase());
  }

  override delete(name: string): boolean {
    return super.delete(name.toLowerCase());
  }
}
