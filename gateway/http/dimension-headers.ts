// Reads the dimensions of a request, market, language, price date and brand, from its headers.
import type { IncomingHttpHeaders } from 'node:http';

import { brands } from '../guard/keys/app-grants.ts';

/** What an answer may depend on besides the operation and the caller. Absent: not said. */
export interface RequestDimensions {
  /** ISO 3166-1 alpha-2, such as `DE`. */
  readonly market?: string | undefined;
  /** ISO 639-1, such as `de`. */
  readonly language: string;
  /** ISO 8601 day, such as `2026-01-31`. */
  readonly priceDate?: string | undefined;
  readonly brand?: string | undefined;
}

/** The header that each dimension travels in, from the client and on to the subgraphs. */
export const dimensionHeaders = {
  market: 'x-marque-market',
  language: 'x-marque-language',
  priceDate: 'x-marque-price-date',
  brand: 'x-marque-brand',
} as const satisfies Record<keyof RequestDimensions, string>;

/** The dimensions, or the first header that does not fit and what is expected of it. */
export type DimensionsOutcome =
  | { readonly status: 'read'; readonly dimensions: RequestDimensions }
  | { readonly status: 'invalid'; readonly header: string; readonly expected: string };

/** Languages of each market, the default first, such as `CH` → `['de', 'fr', 'it']`. */
export type MarketLanguages = ReadonlyMap<string, readonly string[]>;

type Dimension = keyof RequestDimensions;

interface DimensionRule {
  readonly expected: string;
  readonly fits: (value: string) => boolean;
}

const knownBrands = new Set<string>(brands);

const rules: Readonly<Record<Dimension, DimensionRule>> = {
  market: {
    expected: 'the ISO 3166-1 code of a market in upper case, such as DE',
    fits: (value) => /^[A-Z]{2}$/.test(value),
  },
  language: {
    expected: 'an ISO 639-1 code in lower case, such as de',
    fits: (value) => /^[a-z]{2}$/.test(value),
  },
  priceDate: { expected: 'a calendar day, such as 2026-01-31', fits: isCalendarDay },
  brand: {
    expected: `one of ${brands.join(', ')}`,
    fits: (value) => knownBrands.has(value),
  },
};
const order: readonly Dimension[] = ['market', 'language', 'priceDate', 'brand'];

/**
 * Reads all dimensions. The language is `x-marque-language`, else the first of Accept-Language that
 * any market speaks, else the market's first, else `en`. `defaults` stand in for a market and a brand that are
 * not said.
 */
export function parseDimensionHeaders(
  headers: IncomingHttpHeaders,
  marketLanguages: MarketLanguages,
  defaults?: Pick<RequestDimensions, 'market' | 'brand'>,
): DimensionsOutcome {
  const read: { -readonly [Name in Dimension]?: string | undefined } = { ...defaults };
  for (const dimension of order) {
    const header = dimensionHeaders[dimension];
    const value = headers[header];
    if (value === undefined || value === '') continue;
    // A header that was sent twice arrives as one value with a comma and does not fit either.
    if (typeof value !== 'string' || !rules[dimension].fits(value)) {
      return { status: 'invalid', header, expected: rules[dimension].expected };
    }
    read[dimension] = value;
  }

  const language =
    read.language ??
    chooseLanguage(headers['accept-language'], marketLanguages) ??
    marketLanguages.get(read.market ?? '')?.[0] ??
    'en';
  return { status: 'read', dimensions: { ...read, language } };
}

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text);
}

function chooseLanguage(
  header: string | undefined,
  marketLanguages: MarketLanguages,
): string | undefined {
  if (header === undefined || header.length > 1_000) return undefined;
  const isKnown = (language: string): boolean => {
    for (const languages of marketLanguages.values()) {
      if (languages.includes(language)) return true;
    }
    return false;
  };
  const wishes = header
    .split(',')
    .map((item) => {
      const [, language, weight] =
        /^\s*([a-z]{2})(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*$/i.exec(item) ?? [];
      return { language: language?.toLowerCase() ?? '', weight: Number(weight ?? 1) };
    })
    .filter(({ language, weight }) => isKnown(language) && weight > 0);
  // The sort is stable: of equal weights, the first one counts.
  return wishes.sort((one, other) => other.weight - one.weight)[0]?.language;
}
