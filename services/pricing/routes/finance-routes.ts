// Finance and lease offers. The bank behind them takes its time and two requests of a client at once; a third
// is answered 429 with Retry-After.
import { setTimeout as wait } from 'node:timers/promises';

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import type { FinanceProductRow } from '../../catalogue/rows/price-rows.ts';
import { publicFor } from '../../server/caching.ts';
import { localize } from '../../server/localize.ts';
import { toMoney } from '../../server/money.ts';
import { invalidParameter, ServiceProblem } from '../../server/problem.ts';
import { dimensions } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import { calculateFinance } from '../calculation/finance.ts';
import { createConcurrencyLimit } from '../concurrency-limit.ts';
import type { MarketData } from '../market-data.ts';
import { financeOffer } from '../schemas.ts';
import { formatPercent } from '../wording.ts';

/** What the routes stand on; `today` gives the day where a request names none. */
export interface FinanceRouteOptions {
  readonly data: MarketData;
  readonly today: () => string;
  /** How long an answer takes at least. */
  readonly delayMs: number;
}

const maxRequestsPerClient = 2;
const retryAfterSeconds = 1;
const offersQuery = Type.Object({
  ...dimensions,
  market: Type.String({ pattern: '^[A-Z]{2}$' }),
  amountMinor: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  termMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })),
  downPaymentPercent: Type.Optional(Type.Integer({ minimum: 0, maximum: 90 })),
  kind: Type.Optional(Type.Enum(['LOAN', 'LEASE'])),
});
type OffersQuery = Static<typeof offersQuery>;

/** Adds `/v1/finance-offers`. */
export function registerFinanceRoutes(service: Service, options: FinanceRouteOptions): void {
  const { data, today, delayMs } = options;
  const limit = createConcurrencyLimit(maxRequestsPerClient);

  const takePlace = (request: FastifyRequest, reply: FastifyReply, done: (e?: Error) => void) => {
    const release = limit.acquire(clientOf(request));
    if (release) {
      // Also when the client goes away before it is answered.
      reply.raw.once('close', release);
      done();
      return;
    }
    void reply.header('retry-after', String(retryAfterSeconds));
    done(
      new ServiceProblem(
        'RATE_LIMITED',
        429,
        `At most ${maxRequestsPerClient} requests for finance offers at a time; try again in ${retryAfterSeconds} s.`,
      ),
    );
  };

  service.get(
    '/v1/finance-offers',
    {
      schema: {
        querystring: offersQuery,
        response: { 200: Type.Object({ items: Type.Array(financeOffer) }) },
      },
      config: publicFor(600),
      onRequest: takePlace,
    },
    async ({ query }) => {
      await wait(delayMs);
      return { items: makeOffers(data, query, query.at ?? today()) };
    },
  );
}

/** A client names itself; one that does not is known by its address. */
function clientOf(request: FastifyRequest): string {
  const name = request.headers['x-client-id'];
  return typeof name === 'string' && name !== '' ? `name:${name}` : `address:${request.ip}`;
}

function makeOffers(
  data: MarketData,
  query: OffersQuery,
  day: string,
): Static<typeof financeOffer>[] {
  const market = data.requireMarket(query.market);
  if (query.currency !== market.currency) {
    throw invalidParameter('currency', `Offers in ${market.id} are made in ${market.currency}.`);
  }
  const languages = [query.language, market.languages[0]];
  return data
    .listFinanceProducts(market.id, day)
    .filter(({ kind }) => query.kind === undefined || query.kind === kind)
    .flatMap((product) =>
      product.termsMonths
        .filter((term) => query.termMonths === undefined || query.termMonths === term)
        .flatMap((term) => makeOffer(product, term, query) ?? [])
        .map((offer) => ({ ...offer, name: localize(product.name, languages) })),
    );
}

/** Undefined where the product does not allow it: too small a down payment, nothing left to finance. */
function makeOffer(
  product: FinanceProductRow,
  termMonths: number,
  { amountMinor, currency, downPaymentPercent = product.minDownPaymentPercent }: OffersQuery,
): Omit<Static<typeof financeOffer>, 'name'> | undefined {
  if (downPaymentPercent < product.minDownPaymentPercent) return undefined;
  const residualPercent =
    product.kind === 'LEASE' ? product.residualPercentByTerm?.[String(termMonths)] : null;
  if (residualPercent === undefined) return undefined;

  const figures = calculateFinance({
    priceMinor: amountMinor,
    downPaymentPercent,
    residualPercent,
    rateBasisPoints: product.rateBasisPoints,
    termMonths,
  });
  if (!figures) return undefined;
  return {
    id: `${product.id}~${termMonths}~${downPaymentPercent}`,
    kind: product.kind,
    termMonths,
    ratePercent: formatPercent(product.rateBasisPoints),
    price: toMoney(amountMinor, currency),
    downPayment: toMoney(figures.downPaymentMinor, currency),
    residualValue: figures.residualMinor === null ? null : toMoney(figures.residualMinor, currency),
    monthlyRate: toMoney(figures.monthlyMinor, currency),
    totalCost: toMoney(figures.totalCostMinor, currency),
    validFrom: product.validFrom,
    validTo: product.validTo,
    provenance: product.provenance,
    source: product.source,
  };
}
