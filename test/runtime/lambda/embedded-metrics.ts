// The embedded metric format as AWS publishes it, by its rules: what CloudWatch takes for metrics.
import { z } from 'zod';

const name = z.string().min(1).max(1_024);
const units = ['Count', 'Milliseconds', 'Bytes', 'Percent', 'None'] as const;

const document = z.looseObject({
  _aws: z.strictObject({
    Timestamp: z.int().min(1_500_000_000_000).max(9_999_999_999_999),
    CloudWatchMetrics: z
      .array(
        z.strictObject({
          Namespace: name,
          Dimensions: z.array(z.array(name.max(250)).min(1).max(30)).min(1),
          Metrics: z.array(z.strictObject({ Name: name, Unit: z.enum(units) })).max(100),
        }),
      )
      .length(1),
  }),
});

/** Dimensions and metrics of a line. */
export interface EmbeddedMetrics {
  readonly namespace: string;
  readonly dimensionSets: readonly (readonly string[])[];
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  /** Everything that the line holds. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads a line; throws for one that CloudWatch would leave aside or read otherwise. */
export function readEmbeddedMetrics(line: string): EmbeddedMetrics {
  const fields = document.parse(JSON.parse(line));
  const { _aws: head } = fields;
  const [directive] = head.CloudWatchMetrics;
  const dimensionNames = new Set(directive?.Dimensions.flat());
  const dimensionText = z.string().min(1).max(1_024);
  return {
    namespace: directive?.Namespace ?? '',
    dimensionSets: directive?.Dimensions ?? [],
    dimensions: Object.fromEntries(
      [...dimensionNames].map((key) => [key, dimensionText.parse(fields[key])]),
    ),
    metrics: Object.fromEntries(
      (directive?.Metrics ?? []).map(({ Name }) => [Name, z.number().parse(fields[Name])]),
    ),
    fields,
  };
}

/** Finds the lines among what a function wrote. */
export function findEmbeddedMetrics(output: readonly string[]): readonly EmbeddedMetrics[] {
  return output
    .join('')
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map(readEmbeddedMetrics);
}
