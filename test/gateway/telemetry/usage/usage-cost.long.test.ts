// What usage takes of a request: all that one calls for it, alone in a loop. Figures are in docs/observability.md.
import process from 'node:process';

import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { createAnswerCount } from '../../../../gateway/engine/projection/answer-count.ts';
import { compileProjection } from '../../../../gateway/engine/projection/compile-projection.ts';
import { createOperationRecord } from '../../../../gateway/telemetry/operation-record.ts';
import type { OperationReport } from '../../../../gateway/telemetry/operation-report.ts';
import { createUsageRecorder } from '../../../../gateway/telemetry/usage/usage-recorder.ts';
import { systemClock } from '../../../../runtime/clock.ts';

const schema = buildSchema(`
  type Query { cars: [Car!] }
  type Car { id: ID! name: String price: Price options: [Option!] }
  type Option { id: ID! code: String name: String price: Price isStandard: Boolean }
  type Price { amount: Float currency: String }
`);
const fetchText = '{ cars { id name } }';

/** A request after the other: admitted, run, counted; collected once in 10,000. */
function createLoop({ cars, fetches, ratio }: { cars: number; fetches: number; ratio: number }) {
  const recorder = createUsageRecorder({
    clock: systemClock,
    random: Math.random,
    fieldSampleRatio: ratio,
    recordRatio: 0.01,
    onCrowded: () => undefined,
  });
  const usage = recorder.forSchema(schema);
  const price = { amount: 12.5, currency: 'EUR' };
  const data = {
    cars: Array.from({ length: cars }, (_, id) => ({
      id: String(id),
      name: `Car ${id}`,
      price,
      options: Array.from({ length: 40 }, (_option, index) => ({
        id: `${id}-${index}`,
        code: `S${index}A`,
        name: 'Heated steering wheel',
        price,
        isStandard: index % 2 === 0,
      })),
    })),
  };
  const operations = Array.from({ length: 100 }, (_, index) => {
    const query = `query Operation${index}($id: ID) { cars { id name price { amount currency }
      options { id code name price { amount currency } isStandard } } }`;
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const projection = { schema, document, operation };
    return { query, document, operation, count: createAnswerCount(projection, usage), projection };
  });
  const [first] = operations;
  if (!first) throw new Error('no operation');
  const project = compileProjection(first.projection);
  const { dataText } = project(data, {});
  const clients = Array.from({ length: 10 }, (_, index) => ({
    name: `client ${index % 5}`,
    version: `${index}.0`,
  }));
  const request = (index: number): void => {
    const { query, document, operation, count } = operations[index % 100] ?? first;
    const record = createOperationRecord();
    record.execution = 'complete';
    usage.admit(record, document, operation);
    if (record.isSampled === true) {
      for (let fetch = 0; fetch < fetches; fetch += 1) usage.recordFetch(fetchText, 3);
    }
    count({ data, dataText, isNulled: false, errors: [], record });
    recorder.record({
      query,
      variables: { id: '1' },
      times: { receivedAtMs: 0, readAtMs: 1, answeredAtMs: 3 },
      context: { record, client: clients[index % 10] },
    } as OperationReport);
    if (index % 10_000 === 9_999) recorder.collect();
  };
  return { request, bytes: dataText.length };
}

/** Median of five, in microseconds of processor time. */
function measure(rounds: number, run: (index: number) => void): number {
  for (let index = 0; index < rounds; index += 1) run(index);
  const samples = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    for (let index = 0; index < rounds; index += 1) run(index);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / rounds;
  });
  return samples.toSorted((one, other) => one - other)[2] ?? Number.NaN;
}

describe('usage', () => {
  // Twice and more of what was measured: a slow machine passes, what takes several times as long does not.
  it.each([
    { what: 'nothing sampled', cars: 0, fetches: 1, ratio: 0, rounds: 50_000, mostUs: 4 },
    { what: 'a tiny answer', cars: 0, fetches: 1, ratio: 0.1, rounds: 50_000, mostUs: 5 },
    { what: 'a heavy answer', cars: 20, fetches: 16, ratio: 0.1, rounds: 20_000, mostUs: 60 },
    { what: 'a heavy answer, all', cars: 20, fetches: 16, ratio: 1, rounds: 5_000, mostUs: 500 },
  ])('takes at most $mostUs µs of a request with $what', ({ what, rounds, mostUs, ...options }) => {
    const loop = createLoop(options);

    const microseconds = measure(rounds, loop.request);

    process.stdout.write(`${what}, ${loop.bytes} bytes: ${microseconds.toFixed(2)} µs\n`);
    expect(microseconds).toBeLessThan(mostUs);
  });
});
