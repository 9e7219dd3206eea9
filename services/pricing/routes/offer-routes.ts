// Campaigns and delivery charges.
import type { Static } from 'typebox';
import { Type } from 'typebox';

import type { CampaignRow } from '../../catalogue/rows/price-rows.ts';
import { collectBatch, parseIds } from '../../server/batch.ts';
import { publicFor } from '../../server/caching.ts';
import { localize } from '../../server/localize.ts';
import { toMoney } from '../../server/money.ts';
import { pageOfRows, pageParameters } from '../../server/page.ts';
import { batchOf, dimensions, idsParameter, pageOf } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import type { MarketData } from '../market-data.ts';
import { campaign, dealerCampaigns, deliveryCharge } from '../schemas.ts';
import { formatPercent } from '../wording.ts';

const cached = publicFor(3_600);
const brandParameter = Type.Optional(Type.String({ pattern: '^[a-z-]{2,32}$' }));

/** What the routes stand on; `today` gives the day where a request names none. */
export interface OfferRouteOptions {
  readonly data: MarketData;
  readonly today: () => string;
}

/** Adds `/v1/campaigns`, `/v1/dealer-campaigns/batch` and `/v1/delivery-charges`. */
export function registerOfferRoutes(service: Service, { data, today }: OfferRouteOptions): void {
  service.get(
    '/v1/campaigns',
    {
      schema: {
        querystring: Type.Object({ brand: brandParameter, ...pageParameters, ...dimensions }),
        response: { 200: pageOf(campaign) },
      },
      config: cached,
    },
    ({ query }) => {
      const { market, brand, language, at = today() } = query;
      const rows = data
        .listCampaigns(at)
        .filter(
          (row) =>
            (market === undefined || row.market === market) &&
            (brand === undefined || row.brand === brand),
        );
      return pageOfRows(
        { ...query, filter: { market, brand, at } },
        rows.map((row) => describeCampaign(data, row, language)),
      );
    },
  );

  service.get(
    '/v1/dealer-campaigns/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions }),
        response: { 200: batchOf(dealerCampaigns) },
      },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const dealer = data.findDealer(id);
        if (!dealer) return undefined;
        const campaigns = data
          .listCampaigns(query.at ?? today())
          .filter(
            (row) =>
              row.market === dealer.market &&
              dealer.brands.includes(row.brand) &&
              (row.dealers === null || row.dealers.includes(id)),
          );
        return {
          dealer: id,
          campaigns: campaigns.map((row) => describeCampaign(data, row, query.language)),
        };
      }),
  );

  service.get(
    '/v1/delivery-charges',
    {
      schema: {
        querystring: Type.Object({
          ...pageParameters,
          ...dimensions,
          market: Type.String({ pattern: '^[A-Z]{2}$' }),
        }),
        response: { 200: pageOf(deliveryCharge) },
      },
      config: cached,
    },
    ({ query }) => {
      const { market, at = today() } = query;
      const { currency } = data.requireMarket(market);
      const rows = data.listDeliveryCharges(market, at).map((row) => ({
        market: row.market,
        brand: row.brand,
        charge: {
          net: toMoney(row.netMinor, currency),
          gross: toMoney(row.grossMinor, currency),
        },
        validFrom: row.validFrom,
        validTo: row.validTo,
        provenance: row.provenance,
        source: row.source,
      }));
      return pageOfRows({ ...query, filter: { market, at } }, rows);
    },
  );
}

function describeCampaign(
  data: MarketData,
  row: CampaignRow,
  language: string | undefined,
): Static<typeof campaign> {
  const market = data.requireMarket(row.market);
  return {
    id: row.id,
    name: localize(row.name, [language, market.languages[0]]),
    market: row.market,
    brand: row.brand,
    series: row.series === null ? null : [...row.series],
    discountPercent:
      row.discountBasisPoints === null ? null : formatPercent(row.discountBasisPoints),
    discount: row.discountMinor === null ? null : toMoney(row.discountMinor, market.currency),
    validFrom: row.validFrom,
    validTo: row.validTo,
    provenance: row.provenance,
    source: row.source,
  };
}
