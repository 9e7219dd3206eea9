// Which market and brand an app may ask for, by what its key grants.
import type { AppIdentity } from '../guard/key-reader.ts';
import { dimensionHeaders, type RequestDimensions } from './dimension-headers.ts';
import type { Refusal } from './refusal.ts';

/** What holds for an app that says nothing: its brand, and its market where it has only one. */
export function defaultDimensions(
  app: AppIdentity | undefined,
): Pick<RequestDimensions, 'market' | 'brand'> | undefined {
  if (!app) return undefined;
  return { market: app.markets?.length === 1 ? app.markets[0] : undefined, brand: app.brand };
}

/** Refuses a market or brand that the key does not grant. */
export function refuseDimensions(
  { market, brand }: RequestDimensions,
  app: AppIdentity | undefined,
): Refusal | undefined {
  if (!app) return undefined;
  if (market !== undefined && app.markets && !app.markets.includes(market)) {
    return refuse('market', dimensionHeaders.market, app.markets);
  }
  if (brand !== undefined && app.brand !== undefined && brand !== app.brand) {
    return refuse('brand', dimensionHeaders.brand, [app.brand]);
  }
  return undefined;
}

function refuse(dimension: string, header: string, granted: readonly string[]): Refusal {
  return {
    code: 'FORBIDDEN',
    message: `The API key does not grant the ${dimension} of the header ${header}; it grants ${granted.join(', ')}.`,
    extensions: { header, granted },
  };
}
