// The headers that a tab begins with are those that the gateway reads.
import { describe, expect, it } from 'vitest';

import { dimensionHeaders, parseDimensionHeaders } from '../../gateway/http/dimension-headers.ts';
import { createRequestHeaders } from '../../web/explorer/request-headers.ts';

describe('createRequestHeaders', () => {
  const headers = JSON.parse(createRequestHeaders(new Date(2026, 0, 5, 23, 59))) as Record<
    string,
    string
  >;

  it('names every dimension as the gateway does', () => {
    expect(Object.keys(headers)).toEqual(Object.values(dimensionHeaders));
  });

  it('is taken by the gateway, with the day of the reader as price date', () => {
    expect(parseDimensionHeaders(headers, new Map())).toEqual({
      status: 'read',
      dimensions: { market: 'DE', language: 'de', priceDate: '2026-01-05', brand: 'bmw' },
    });
  });
});
