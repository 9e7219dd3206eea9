// What the admin port says of usage, as far as it is shown.
import { z } from 'zod';

const requests = { requests: z.number(), partial: z.number(), failed: z.number() };
const client = z.object({ name: z.string(), version: z.string() });

/** The body of `/usage`. */
export const usageReport = z.looseObject({
  day: z.string(),
  operations: z.array(
    z.looseObject({
      hash: z.string(),
      name: z.string(),
      ...requests,
      meanMs: z.number(),
      clients: z.array(client.extend(requests)),
      uses: z.array(z.string()),
    }),
  ),
  clients: z.array(client.extend({ ...requests, operations: z.number() })),
  fields: z.array(
    z.looseObject({
      coordinate: z.string(),
      requests: z.number(),
      sampled: z.number(),
      sampledNulls: z.number(),
      errors: z.number(),
      meanFetchMs: z.number().optional(),
    }),
  ),
});

/** The body of `/usage/recordings`. */
export const usageRecordings = z.looseObject({
  day: z.string(),
  recordings: z.array(
    z.looseObject({
      client,
      operation: z.looseObject({ hash: z.string(), name: z.string() }),
      document: z.string(),
      variables: z.array(z.looseObject({ name: z.string(), type: z.string(), shape: z.unknown() })),
      count: z.number(),
    }),
  ),
});

/** The body of an erasure. */
export const usageErasure = z.looseObject({ client: z.string(), erased: z.number() });

export type UsageReport = z.infer<typeof usageReport>;
export type UsageRecordings = z.infer<typeof usageRecordings>;
