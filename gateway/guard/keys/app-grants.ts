// What a key grants to the app that holds it.
import { z } from 'zod';

/** The brands that there are. */
export const brands = ['bmw', 'mini', 'rolls-royce', 'bmw-motorrad'] as const;

const appName = /^(?!mqk_)[A-Za-z0-9][\w.@/+-]{0,63}$/;
const perMinute = z.int().min(1).max(1_000_000_000).optional();

/** The shape of grants, wherever they are kept. */
export const appGrants = z.object({
  /** The name that logs and metrics show. */
  app: z.string().regex(appName),
  /** Absent: every brand. */
  brand: z.enum(brands).optional(),
  /** ISO 3166-1 alpha-2, sorted; absent: every market. */
  markets: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(250)
    .optional(),
  /** Absent: no limit of the key's own. */
  limits: z.object({
    requestsPerMinute: perMinute,
    costPerMinute: perMinute,
    restCallsPerMinute: perMinute,
  }),
  /** A page is waited for by a person, a batch by a program. */
  priority: z.enum(['page', 'batch']),
});

/** What an app may do. */
export type AppGrants = Readonly<z.output<typeof appGrants>>;
