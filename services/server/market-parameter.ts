// Refuses a market that the catalogue does not have, on every route that takes one.
import { marketUnknown } from './problem.ts';
import type { Service } from './service.ts';

/** Call before the routes are registered; answers 400 `MARKET_UNKNOWN`. */
export function refuseUnknownMarkets(service: Service, isMarket: (id: string) => boolean): void {
  service.addHook('preHandler', ({ query }, _reply, done) => {
    const market =
      typeof query === 'object' && query !== null && 'market' in query ? query.market : undefined;
    if (typeof market === 'string' && !isMarket(market)) done(marketUnknown());
    else done();
  });
}
