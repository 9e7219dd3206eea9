// What clients read of a refusal, and what they never do.
import { describe, expect, it } from 'vitest';

import { describeRefusal } from '../../../subgraphs/server/rest-refusal.ts';

describe('a refusal', () => {
  it('names what was asked for where the call says it', () => {
    expect(describeRefusal({ code: 'MARKET_UNKNOWN', path: '/v1/x?ids=a&market=ZZ' })).toBe(
      'There is no market ZZ.',
    );
    expect(describeRefusal({ code: 'NO_PRICE_LIST', path: '/v1/x?at=1999-01-01' })).toBe(
      'No price list is valid on 1999-01-01.',
    );
  });

  it('says what the service says in a plain sentence', () => {
    const detail = 'bmw-g20-320i has no item ZZ9 in DE that day.';

    expect(describeRefusal({ code: 'ITEM_UNKNOWN', path: '/', detail })).toBe(detail);
  });

  it.each([
    'see http://10.0.0.1/admin',
    'connect to 10.0.0.1 failed',
    'pricing-db:5432 refused',
    '<b>no</b>',
    'at Object.<anonymous> (/srv/app/index.js)',
    'two\nlines',
    'x'.repeat(201),
    'localhost is down',
  ])('keeps %j to itself', (detail) => {
    expect(describeRefusal({ code: 'ITEM_UNKNOWN', path: '/', detail })).toBe(
      'A code names no item that is known here.',
    );
  });

  it('names the parameter of any other refusal', () => {
    expect(
      describeRefusal({
        code: 'BAD_USER_INPUT',
        path: '/',
        detail: '<x>',
        parameter: 'termMonths',
      }),
    ).toBe('The input termMonths is not valid.');
    expect(describeRefusal({ code: 'BAD_USER_INPUT', path: '/', parameter: '<x>' })).toBe(
      'An input is not valid.',
    );
  });
});
