// What a gateway says of itself once a second, as far as it is shown.
import { z } from 'zod';

const row = z.object({
  name: z.string(),
  perSecond: z.number(),
  failedPerSecond: z.number(),
  meanMs: z.number().optional(),
  p50Ms: z.number().optional(),
  p99Ms: z.number().optional(),
});

const look = z.object({
  status: z.string(),
  release: z.string().optional(),
  door: z.object({ running: z.number(), waiting: z.number(), isShedding: z.boolean() }),
  total: row,
  operations: z.array(row),
  clients: z.array(row),
  subgraphs: z.array(row),
  restCalls: z.array(row),
  upstreams: z.array(
    z.object({
      name: z.string(),
      breaker: z.string(),
      running: z.number(),
      waiting: z.number(),
    }),
  ),
  process: z.object({
    uptimeSeconds: z.number(),
    residentBytes: z.number(),
    heapUsedBytes: z.number(),
    eventLoopDelayP99Ms: z.number(),
    cpuShare: z.number(),
  }),
});

export type LiveLook = z.infer<typeof look>;
export type LiveLookRow = z.infer<typeof row>;

/** Reads one; `undefined` for what is none. */
export function parseLiveLook(text: string): LiveLook | undefined {
  try {
    return look.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
