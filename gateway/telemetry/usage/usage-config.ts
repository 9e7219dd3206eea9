// The settings of usage, as part of the gateway's configuration.
import {
  choice,
  ConfigurationError,
  durationMs,
  filePath,
  redisUrlVariable,
  share,
  variable,
  type Variables,
  wholeNumber,
} from '../../../runtime/configuration.ts';

/** Where usage is kept, and how closely it is looked at. */
export interface UsageConfig {
  readonly store:
    | { readonly kind: 'file'; readonly directory: string }
    | { readonly kind: 'redis'; readonly url: string };
  /** Whole days beside the present one. */
  readonly retentionDays: number;
  readonly flushIntervalMs: number;
  /** From 0 to 1. */
  readonly fieldSampleRatio: number;
  readonly recordRatio: number;
}

/** The variables by their names. */
export const usageVariables = {
  MARQUE_USAGE: variable(
    choice(['file', 'redis', 'off']).optional(),
    'Where usage by operation, client and field is kept: in files in MARQUE_USAGE_DIR, or in MARQUE_REDIS_URL. Without it: `file` where MARQUE_USAGE_DIR is set, else `off`.',
  ),
  MARQUE_USAGE_DIR: variable(
    filePath().optional(),
    'Folder for usage; gateways on one machine may share it. The local stack: `usage` in MARQUE_DATA_DIR.',
  ),
  MARQUE_USAGE_RETENTION_DAYS: variable(
    wholeNumber({ min: 1, max: 3_650 }),
    'How many days usage and recorded operations are kept.',
    '30',
  ),
  MARQUE_USAGE_FLUSH_INTERVAL: variable(
    durationMs().refine((value) => value >= 100 && value <= 3_600_000, 'expected 100ms to 1h'),
    'How often counts are brought to where they are kept; a gateway that is killed loses that much. 100ms to 1h.',
    '10s',
  ),
  MARQUE_USAGE_FIELD_SAMPLE_RATIO: variable(
    share(),
    'Share of operations in whose answers each field is looked at, for nulls and the time of fetches.',
    '0.1',
  ),
  MARQUE_USAGE_RECORD_RATIO: variable(
    share(),
    'Share of operations that are recorded for a replay, without any value.',
    '0.01',
  ),
  MARQUE_REDIS_URL: redisUrlVariable(),
} as const satisfies Variables;

interface UsageSettings {
  readonly MARQUE_USAGE?: 'file' | 'redis' | 'off' | undefined;
  readonly MARQUE_USAGE_DIR?: string | undefined;
  readonly MARQUE_USAGE_RETENTION_DAYS: number;
  readonly MARQUE_USAGE_FLUSH_INTERVAL: number;
  readonly MARQUE_USAGE_FIELD_SAMPLE_RATIO: number;
  readonly MARQUE_USAGE_RECORD_RATIO: number;
  readonly MARQUE_REDIS_URL?: string | undefined;
}

/**
 * Reads what the variables say; undefined where usage is not counted.
 *
 * @throws ConfigurationError where it is not said where to keep it.
 */
export function readUsageConfig(read: UsageSettings): UsageConfig | undefined {
  const { MARQUE_USAGE_DIR: directory, MARQUE_REDIS_URL: url } = read;
  const kind = read.MARQUE_USAGE ?? (directory === undefined ? 'off' : 'file');
  if (kind === 'off') return undefined;
  return {
    store:
      kind === 'file'
        ? { kind, directory: need(directory, 'file', 'MARQUE_USAGE_DIR') }
        : { kind, url: need(url, 'redis', 'MARQUE_REDIS_URL') },
    retentionDays: read.MARQUE_USAGE_RETENTION_DAYS,
    flushIntervalMs: read.MARQUE_USAGE_FLUSH_INTERVAL,
    fieldSampleRatio: read.MARQUE_USAGE_FIELD_SAMPLE_RATIO,
    recordRatio: read.MARQUE_USAGE_RECORD_RATIO,
  };
}

function need(value: string | undefined, kind: string, name: string): string {
  if (value !== undefined) return value;
  throw new ConfigurationError([`MARQUE_USAGE=${kind} needs ${name} as well.`]);
}
