// Price lists and taxes by market. Taxes answer without an ETag, as the grown service behind them does.
import type { Static } from 'typebox';
import { Type } from 'typebox';

import type { MarketRow } from '../../catalogue/rows/vehicle-rows.ts';
import { collectBatch, parseIds } from '../../server/batch.ts';
import { publicFor } from '../../server/caching.ts';
import { localize } from '../../server/localize.ts';
import { pageOfRows, pageParameters } from '../../server/page.ts';
import { batchOf, dimensions, idsParameter, pageOf } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import type { MarketData } from '../market-data.ts';
import { marketTaxes, priceList, type tax } from '../schemas.ts';
import { formatPercent, vatName } from '../wording.ts';

const cached = publicFor(86_400);

/** Adds `/v1/price-lists` and `/v1/taxes`. `today` gives the day where a request names none. */
export function registerListRoutes(
  service: Service,
  { data, today }: { readonly data: MarketData; readonly today: () => string },
): void {
  service.get(
    '/v1/price-lists',
    {
      schema: {
        querystring: Type.Object({
          ...pageParameters,
          ...dimensions,
          market: Type.String({ pattern: '^[A-Z]{2}$' }),
        }),
        response: { 200: pageOf(priceList) },
      },
      config: cached,
    },
    ({ query }) =>
      pageOfRows({ ...query, filter: { market: query.market } }, [
        ...data.listPriceLists(query.market),
      ]),
  );

  service.get(
    '/v1/taxes',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions }),
        response: { 200: batchOf(marketTaxes) },
      },
      config: { ...cached, etag: false },
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const market = data.findMarket(id);
        return market && describeTaxes(data, market, query.at ?? today(), query.language);
      }),
  );
}

function describeTaxes(
  data: MarketData,
  market: MarketRow,
  day: string,
  language: string | undefined,
): Static<typeof marketTaxes> {
  const languages = [language, market.languages[0]];
  const vat = data.findVatRate(market.id, day);
  const taxes: Static<typeof tax>[] = [];
  if (vat !== undefined && vat.rateBasisPoints > 0) {
    const { validFrom, validTo, provenance, source } = vat;
    taxes.push({
      kind: 'VAT',
      name: localize(vatName, languages),
      ratePercent: formatPercent(vat.rateBasisPoints),
      validFrom,
      validTo,
      provenance,
      source,
    });
  }
  for (const { kind, row } of data.listVehicleTaxes(market.id, day)) {
    const { validFrom, validTo, provenance, source } = row;
    taxes.push({
      kind,
      name: localize(row.name, languages),
      ratePercent: null,
      validFrom,
      validTo,
      provenance,
      source,
    });
  }
  return {
    market: market.id,
    currency: market.currency,
    currencyMinorUnits: market.currencyMinorUnits,
    taxes,
    provenance: market.provenance,
    source: market.source,
  };
}
