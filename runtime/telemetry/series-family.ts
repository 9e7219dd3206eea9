// The series of one metric by their labels, of which clients may choose the values: always within a bound.
import type { Clock } from '../clock.ts';

/** A label, and how many values of it are told apart. */
export interface MetricLabel {
  readonly name: string;
  readonly maxValues: number;
}

/** Series by the values of their labels. */
export interface SeriesFamily<Series> {
  /**
   * The series of these values, one for each label. Values beyond the bound of a label share the
   * value `other`. Not to be kept: what is not asked for for long makes room for others.
   */
  at(first?: string, second?: string, third?: string): Series;
  readonly labels: readonly MetricLabel[];
  entries(): Iterable<SeriesEntry<Series>>;
}

/** One series, with the values of its labels in their order. */
export interface SeriesEntry<Series> {
  readonly values: readonly string[];
  readonly series: Series;
}

interface KeptEntry<Series> extends SeriesEntry<Series> {
  isUsed: boolean;
}

/** What stands for all values that are not told apart. */
const otherValue = 'other';

const separator = '\u0000';
// Names that somebody has made up block a place for at most twice this long.
const idleMs = 10 * 60_000;

/** Creates an empty family; a label has at most `maxValues` values besides `other`. */
export function createSeriesFamily<Series>(
  labels: readonly MetricLabel[],
  create: () => Series,
  clock: Clock,
): SeriesFamily<Series> {
  const kept = new Map<string, KeptEntry<Series>>();
  const known = labels.map(() => new Set<string>());
  let sweptAtMs = clock.monotonicMs();

  const open = (asked: readonly string[]): KeptEntry<Series> => {
    const values = labels.map((label, index) => bound(label, index, asked[index] ?? ''));
    const key = labels.length < 2 ? (values[0] ?? '') : keyOf(values);
    let entry = kept.get(key);
    if (!entry) {
      entry = { values, series: create(), isUsed: true };
      kept.set(key, entry);
    }
    return entry;
  };

  const bound = ({ maxValues }: MetricLabel, index: number, value: string): string => {
    const told = known[index];
    if (!told || told.has(value) || value === otherValue) return value;
    if (told.size >= maxValues) sweep();
    if (told.size >= maxValues) return otherValue;
    told.add(value);
    return value;
  };

  /** Drops the series that were not asked for since the last time. */
  const sweep = (): void => {
    if (clock.monotonicMs() - sweptAtMs < idleMs) return;
    sweptAtMs = clock.monotonicMs();
    for (const told of known) told.clear();
    for (const [key, entry] of kept) {
      const { isUsed, values } = entry;
      if (!isUsed && !values.includes(otherValue)) {
        kept.delete(key);
        continue;
      }
      entry.isUsed = false;
      for (const [index, value] of values.entries()) {
        if (value !== otherValue) known[index]?.add(value);
      }
    }
  };

  return {
    labels,
    entries: () => kept.values(),
    at(first = '', second = '', third = '') {
      const key =
        labels.length < 2
          ? first
          : labels.length === 2
            ? first + separator + second
            : first + separator + second + separator + third;
      const entry = kept.get(key) ?? open([first, second, third]);
      entry.isUsed = true;
      return entry.series;
    },
  };
}

function keyOf(values: readonly string[]): string {
  return values.join(separator);
}
