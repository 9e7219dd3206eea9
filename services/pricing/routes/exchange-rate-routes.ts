// Rates of exchange, one currency at a time: this resource has no batch.
import { Type } from 'typebox';

import { publicFor } from '../../server/caching.ts';
import { notFound } from '../../server/problem.ts';
import { dimensions } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import type { MarketData } from '../market-data.ts';
import { exchangeRate } from '../schemas.ts';

/** Adds `/v1/exchange-rates/{currency}`. `today` gives the day where a request names none. */
export function registerExchangeRateRoutes(
  service: Service,
  { data, today }: { readonly data: MarketData; readonly today: () => string },
): void {
  service.get(
    '/v1/exchange-rates/:currency',
    {
      schema: {
        params: Type.Object({ currency: Type.String({ pattern: '^[A-Z]{3}$' }) }),
        querystring: Type.Object(dimensions),
        response: { 200: exchangeRate },
      },
      config: publicFor(3_600),
    },
    ({ params, query }) => {
      const row = data.findExchangeRate(params.currency, query.at ?? today());
      if (!row) throw notFound('exchange rate');
      const { currency, rate, validFrom, validTo, provenance, source } = row;
      return { currency, base: 'EUR', rate, validFrom, validTo, provenance, source };
    },
  );
}
