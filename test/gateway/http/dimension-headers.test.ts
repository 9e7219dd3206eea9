// Dimensions from headers: what wins over what, and that nothing odd gets through.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseDimensionHeaders } from '../../../gateway/http/dimension-headers.ts';

const markets = new Map([
  ['DE', ['de']],
  ['CH', ['de', 'fr', 'it']],
  ['JP', ['ja']],
]);

function readLanguage(headers: Record<string, string>): string {
  const outcome = parseDimensionHeaders(headers, markets);
  return outcome.status === 'read' ? outcome.dimensions.language : outcome.header;
}

describe('parseDimensionHeaders', () => {
  it.each([
    [{}, 'en'],
    [{ 'x-marque-market': 'CH' }, 'de'],
    [{ 'x-marque-market': 'JP' }, 'ja'],
    [{ 'x-marque-market': 'XX' }, 'en'],
    [{ 'x-marque-market': 'CH', 'accept-language': 'sv, *;q=0.1' }, 'de'],
    [{ 'x-marque-market': 'CH', 'accept-language': 'de;q=0.3, fr-CH, it;q=0.9' }, 'fr'],
    [{ 'x-marque-market': 'CH', 'accept-language': 'fr;q=0' }, 'de'],
    [{ 'x-marque-language': 'sv', 'accept-language': 'fr' }, 'sv'],
    [{ 'accept-language': ',;q=,'.repeat(500) }, 'en'],
  ])('chooses the language of %o: %s', (headers, language) => {
    expect(readLanguage(headers)).toBe(language);
  });

  it('leaves out what was not said', () => {
    expect(parseDimensionHeaders({ 'x-marque-brand': '' }, markets)).toEqual({
      status: 'read',
      dimensions: { language: 'en' },
    });
  });

  it('lets no value through that could not be a header of its own', () => {
    const names = ['x-marque-market', 'x-marque-language', 'x-marque-price-date', 'x-marque-brand'];
    const isSafe = fc.property(
      fc.constantFrom(...names, 'accept-language'),
      fc.string(),
      (name, value) => {
        const outcome = parseDimensionHeaders({ [name]: value }, markets);
        if (outcome.status === 'invalid') return outcome.header === name;
        return Object.values(outcome.dimensions).every((one) => /^[A-Za-z0-9-]+$/.test(one));
      },
    );

    expect(fc.check(isSafe).failed).toBe(false);
  });
});
