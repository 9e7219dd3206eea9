// What the gateway says of a request in headers, read and checked.
import type { IncomingHttpHeaders } from 'node:http';

import { createInputError } from './field-error.ts';

/** The dimensions that answers may depend on. */
export interface Dimensions {
  /** ISO 3166-1 alpha-2. */
  readonly market: string | undefined;
  /** ISO 639-1. */
  readonly language: string | undefined;
  /** ISO 8601 day. */
  readonly priceDate: string;
  readonly brand: string | undefined;
}

/** Who asks, as the gateway found out. */
export interface Identity {
  readonly subject: string;
}

/** What the headers of a request say. */
export interface RequestHeaders {
  readonly dimensions: Dimensions;
  readonly identity: Identity | null;
  readonly scopes: ReadonlySet<string>;
  /** Time that the gateway has left. */
  readonly deadlineMs: number | undefined;
  /** Whether ids and milliseconds of REST calls are asked for. */
  readonly wantsCostDetail: boolean;
}

const forms = {
  'x-marque-market': { pattern: /^[A-Z]{2}$/, form: 'two capital letters, such as DE' },
  'x-marque-language': { pattern: /^[a-z]{2}$/, form: 'two small letters, such as de' },
  'x-marque-price-date': { pattern: /^\d{4}-\d{2}-\d{2}$/, form: 'a day, such as 2026-01-31' },
  'x-marque-brand': { pattern: /^[A-Za-z0-9._~-]{1,64}$/, form: 'the id of a brand' },
  'x-marque-subject': { pattern: /^[A-Za-z0-9._~:@|-]{1,128}$/, form: 'the subject of a token' },
  'x-marque-scopes': { pattern: /^[\x21-\x7e ]{1,2000}$/, form: 'scopes separated by blanks' },
  'x-marque-deadline-ms': { pattern: /^\d{1,9}$/, form: 'whole milliseconds' },
  'x-marque-cost': { pattern: /^(detail|count)$/, form: 'count or detail' },
} as const;

/**
 * Reads the headers; `today` is the price date where none is sent.
 *
 * @throws GraphQLError `BAD_USER_INPUT` naming the header that does not fit.
 */
export function parseRequestHeaders(headers: IncomingHttpHeaders, today: string): RequestHeaders {
  const read = (name: keyof typeof forms): string | undefined => {
    const value = headers[name];
    if (value === undefined || value === '') return undefined;
    const { pattern, form } = forms[name];
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw createInputError(`The header ${name} is not ${form}.`);
  };

  const priceDate = read('x-marque-price-date') ?? today;
  if (!isDay(priceDate)) throw createInputError('The header x-marque-price-date is not a day.');
  const subject = read('x-marque-subject');
  const deadline = read('x-marque-deadline-ms');
  return {
    dimensions: {
      market: read('x-marque-market'),
      language: read('x-marque-language'),
      priceDate,
      brand: read('x-marque-brand'),
    },
    identity: subject === undefined ? null : { subject },
    scopes: new Set(read('x-marque-scopes')?.split(' ').filter(Boolean)),
    deadlineMs: deadline === undefined ? undefined : Number(deadline),
    wantsCostDetail: read('x-marque-cost') === 'detail',
  };
}

/** Whether a text is a day of the calendar, `2026-01-31`. */
export function isDay(text: string): boolean {
  if (!forms['x-marque-price-date'].pattern.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
