// What the options of `marque key` must look like.
import { appGrants, type AppGrants } from '../../gateway/guard/keys/app-grants.ts';
import type { KeyCreateOptions } from '../commands/key.ts';
import { createCliFault } from '../faults.ts';

const msByUnit = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
const maxLifetimeMs = 3_650 * 86_400_000;
const expected = new Map([
  [
    'app',
    'The name of an app has up to 64 letters, digits and . _ @ / + -, and does not begin with mqk_.',
  ],
  ['brand', '--brand is none of bmw, mini, rolls-royce, bmw-motorrad.'],
  ['markets', '--market wants codes of markets in capitals, separated by commas, such as DE,AT.'],
  ['limits', '--requests, --cost and --rest-calls want whole numbers from 1.'],
  ['priority', '--priority is neither page nor batch.'],
]);

/** Reads a time such as 90d, 24h or 30m; undefined where there is none. Throws for any other text. */
export function parseLifetimeMs(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const timeMs = Number(amount) * (msByUnit.get(unit) ?? Number.NaN);
  if (timeMs >= 0 && timeMs <= maxLifetimeMs) return timeMs;
  throw createCliFault('USAGE_INVALID', `${option} wants a time such as 90d, 24h or 30m.`);
}

/** Reads what a new key is to grant. Throws for what is none. */
export function parseGrants(app: string, options: KeyCreateOptions): AppGrants {
  const { brand, market, requests, cost, restCalls, priority } = options;
  const markets = market?.split(',').map((code) => code.trim());
  const outcome = appGrants.safeParse({
    app,
    ...(brand === undefined ? {} : { brand }),
    ...(markets ? { markets: [...new Set(markets)].sort() } : {}),
    limits: {
      ...parseCount('requestsPerMinute', requests),
      ...parseCount('costPerMinute', cost),
      ...parseCount('restCallsPerMinute', restCalls),
    },
    priority,
  });
  if (outcome.success) return outcome.data;
  const place = String(outcome.error.issues[0]?.path[0]);
  throw createCliFault('USAGE_INVALID', expected.get(place) ?? 'The options do not fit.');
}

function parseCount(name: string, text: string | undefined): Record<string, number> {
  return text === undefined ? {} : { [name]: /^\d+$/.test(text) ? Number(text) : Number.NaN };
}
