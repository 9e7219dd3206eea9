// Counting within bounds, and writing it so that Prometheus can read it.
import { beforeEach, describe, expect, it } from 'vitest';

import {
  createMetricRegistry,
  type MetricRegistry,
} from '../../../runtime/telemetry/metric-registry.ts';
import { createFakeClock, type FakeClock } from '../create-fake-clock.ts';

let clock: FakeClock;
let registry: MetricRegistry;
beforeEach(() => {
  clock = createFakeClock();
  registry = createMetricRegistry(clock);
});

const label = (name: string, maxValues: number) => ({ name, maxValues });
const countLines = (start: string): number =>
  registry
    .write()
    .split('\n')
    .filter((line) => line.startsWith(start)).length;

describe('createMetricRegistry', () => {
  it('writes counters with their labels, quotes and line breaks escaped', () => {
    const family = registry.counter({ name: 'calls_total', help: 'Calls.' }, [
      label('who', 10),
      label('how', 10),
    ]);
    family.at('a "b"\\\n', 'x').add();
    family.at('a "b"\\\n', 'x').add(2);

    expect(registry.write()).toBe(
      '# HELP calls_total Calls.\n# TYPE calls_total counter\n' +
        String.raw`calls_total{who="a \"b\"\\\n",how="x"} 3` +
        '\n',
    );
  });

  it('writes the buckets of a histogram as sums up to their bound', () => {
    const family = registry.histogram({ name: 'took_seconds', help: 'Time.' }, [0.1, 1]);
    for (const seconds of [0.05, 0.1, 0.5, 4]) family.at().observe(seconds);

    expect(registry.write()).toBe(
      '# HELP took_seconds Time.\n# TYPE took_seconds histogram\n' +
        'took_seconds_bucket{le="0.1"} 2\ntook_seconds_bucket{le="1"} 3\n' +
        'took_seconds_bucket{le="+Inf"} 4\ntook_seconds_sum 4.65\ntook_seconds_count 4\n',
    );
  });

  it('reads what is sampled when it is written, not before', () => {
    let waiting = 1;
    registry.sample({
      name: 'queue',
      help: 'Waiting.',
      type: 'gauge',
      labelNames: ['of'],
      read: () => [[['door'], waiting]],
    });
    waiting = 7;

    expect(registry.write()).toContain('# TYPE queue gauge\nqueue{of="door"} 7\n');
  });

  it('takes a name once', () => {
    registry.counter({ name: 'calls_total', help: 'Calls.' });

    expect(() => registry.counter({ name: 'calls_total', help: 'Others.' })).toThrow('calls_total');
  });

  it('tells so many values apart and no more, and loses no count', () => {
    const family = registry.counter({ name: 'calls_total', help: 'Calls.' }, [label('who', 5)]);
    for (let index = 0; index < 10_000; index += 1) family.at(`client-${index}`).add();
    family.at('client-3').add();

    const text = registry.write();
    expect(countLines('calls_total')).toBe(6);
    expect(text).toContain('calls_total{who="client-3"} 2\n');
    expect(text).toContain('calls_total{who="other"} 9995\n');
  });

  it('bounds each label for itself', () => {
    const family = registry.counter({ name: 'calls_total', help: 'Calls.' }, [
      label('who', 2),
      label('how', 3),
    ]);
    for (let index = 0; index < 1_000; index += 1) family.at(`who-${index}`, 'well').add();
    for (let index = 0; index < 1_000; index += 1) family.at('who-0', `how-${index}`).add();

    const text = registry.write();
    expect(text).toContain('calls_total{who="other",how="well"} 998\n');
    expect(text).toContain('calls_total{who="who-0",how="other"} 998\n');
    expect(countLines('calls_total')).toBe(6);
  });

  it('gives the places of names that nobody uses any more to others, after a while', () => {
    const family = registry.counter({ name: 'calls_total', help: 'Calls.' }, [label('who', 2)]);
    for (const name of ['kept', 'made-up']) family.at(name).add();
    family.at('too-many').add();
    clock.advance(10 * 60_000);
    family.at('still-too-many').add();
    family.at('kept').add();
    clock.advance(10 * 60_000);

    family.at('late').add();

    expect(registry.write()).toBe(
      '# HELP calls_total Calls.\n# TYPE calls_total counter\n' +
        'calls_total{who="kept"} 2\ncalls_total{who="other"} 2\ncalls_total{who="late"} 1\n',
    );
  });
});
