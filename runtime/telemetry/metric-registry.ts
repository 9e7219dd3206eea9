// The metrics of a process: counted as requests go by, sampled when somebody looks, written as Prometheus reads them.
import type { Clock } from '../clock.ts';
import { Counter, Histogram } from './metric-series.ts';
import { createSeriesFamily, type MetricLabel, type SeriesFamily } from './series-family.ts';

/** What a metric is called, as Prometheus has it: base units, `_total` for what only grows. */
export interface MetricName {
  readonly name: string;
  readonly help: string;
}

/** A metric that is read only when it is asked for, such as the length of a queue. */
export interface SampledMetric extends MetricName {
  readonly type: 'counter' | 'gauge';
  readonly labelNames?: readonly string[];
  /** Of each series the values of its labels, in their order, and its own; bounded by what is sampled. */
  readonly read: () => Iterable<MetricSample>;
}

export type MetricSample = readonly [labelValues: readonly string[], value: number];

/** All metrics of a process. */
export interface MetricRegistry {
  counter(name: MetricName, labels?: readonly MetricLabel[]): SeriesFamily<Counter>;
  histogram(
    name: MetricName,
    bounds: readonly number[],
    labels?: readonly MetricLabel[],
  ): SeriesFamily<Histogram>;
  sample(metric: SampledMetric): void;
  /** Writes all of them in Prometheus' text format, version 0.0.4. */
  write(): string;
}

/** The media type of what a registry writes. */
export const metricsMediaType = 'text/plain; version=0.0.4; charset=utf-8';

/** Creates an empty registry; a name may be taken once. */
export function createMetricRegistry(clock: Clock): MetricRegistry {
  const writers = new Map<string, () => string>();
  const add = ({ name, help }: MetricName, type: string, writeSeries: () => string): void => {
    if (writers.has(name)) throw new Error(`The metric ${name} is there already.`);
    writers.set(name, () => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${writeSeries()}`);
  };
  return {
    counter(metric, labels = []) {
      const family = createSeriesFamily(labels, () => new Counter(), clock);
      add(metric, 'counter', () => writeCounters(metric.name, family));
      return family;
    },
    histogram(metric, bounds, labels = []) {
      const family = createSeriesFamily(labels, () => new Histogram(bounds), clock);
      add(metric, 'histogram', () => writeHistograms(metric.name, family));
      return family;
    },
    sample(metric) {
      const { name, type, labelNames = [], read } = metric;
      add(metric, type, () => {
        let text = '';
        for (const [values, value] of read()) {
          text += writeLine(name, writeLabels(labelNames, values), value);
        }
        return text;
      });
    },
    write() {
      let text = '';
      for (const writeMetric of writers.values()) text += writeMetric();
      return text;
    },
  };
}

function writeCounters(name: string, family: SeriesFamily<Counter>): string {
  const labelNames = family.labels.map((label) => label.name);
  let text = '';
  for (const { values, series } of family.entries()) {
    text += writeLine(name, writeLabels(labelNames, values), series.value);
  }
  return text;
}

function writeHistograms(name: string, family: SeriesFamily<Histogram>): string {
  const labelNames = family.labels.map((label) => label.name);
  let text = '';
  for (const { values, series } of family.entries()) {
    const labels = writeLabels(labelNames, values);
    const prefix = labels === '' ? '' : `${labels},`;
    let count = 0;
    for (const [index, own] of series.counts.entries()) {
      count += own;
      const bound = series.bounds[index];
      const le = bound === undefined ? '+Inf' : String(bound);
      text += writeLine(`${name}_bucket`, `${prefix}le="${le}"`, count);
    }
    text +=
      writeLine(`${name}_sum`, labels, series.sum) + writeLine(`${name}_count`, labels, count);
  }
  return text;
}

function writeLabels(names: readonly string[], values: readonly string[]): string {
  return names.map((name, index) => `${name}="${escapeValue(values[index] ?? '')}"`).join(',');
}

function writeLine(name: string, labels: string, value: number): string {
  return `${name}${labels === '' ? '' : `{${labels}}`} ${writeNumber(value)}\n`;
}

function writeNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

function escapeValue(value: string): string {
  return /["\\\n]/.test(value)
    ? value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    : value;
}
