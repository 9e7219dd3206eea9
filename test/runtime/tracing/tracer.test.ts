// Which requests a process keeps, and where their spans go.
import { randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { silentLog } from '../../../runtime/log.ts';
import { createChildTrace } from '../../../runtime/trace-context.ts';
import type { SpanRecord } from '../../../runtime/tracing/span-record.ts';
import { createTracer } from '../../../runtime/tracing/tracer.ts';
import { createFakeClock } from '../create-fake-clock.ts';

function start(sampleRatio: number) {
  const clock = createFakeClock();
  const sent: SpanRecord[] = [];
  const tracer = createTracer({
    settings: { endpoint: 'http://127.0.0.1:4318', headers: new Map(), sampleRatio, slowMs: 1_000 },
    serviceName: 'marque-gateway',
    clock,
    log: silentLog,
    randomBytes,
    openSink: () =>
      Promise.resolve({
        send: (spans) => Promise.resolve(sent.push(...spans) > 0),
        close: () => undefined,
      }),
  });
  return { tracer, clock, sent };
}

const acceptRoot = () => createChildTrace(undefined, randomBytes);
const parent = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  isSampled: true,
};
const good = { isFault: false, durationMs: 5 };
const faulty = { isFault: true, durationMs: 5 };

describe('a tracer', () => {
  it('follows its caller', () => {
    const { tracer } = start(0);

    const trace = tracer.startTrace(createChildTrace(parent, randomBytes));
    const unsampled = tracer.startTrace(
      createChildTrace({ ...parent, isSampled: false }, randomBytes),
    );

    expect(trace).toMatchObject({ traceId: parent.traceId, parentSpanId: parent.spanId });
    expect(tracer.isKept(trace, good)).toBe(true);
    expect(tracer.isKept(unsampled, good)).toBe(false);
  });

  it('decides by the ratio where nobody has, and says so in the flag', () => {
    const all = start(1).tracer.startTrace(acceptRoot());
    const none = start(0).tracer.startTrace(acceptRoot());

    expect(all).toMatchObject({ isSampled: true, parentSpanId: undefined });
    expect(none.isSampled).toBe(false);
  });

  it('keeps what failed or was slow in any case', () => {
    const { tracer } = start(0);
    const trace = tracer.startTrace(acceptRoot());

    const kept = [faulty, { isFault: false, durationMs: 1_000 }, good].map((end) =>
      tracer.isKept(trace, end),
    );

    expect(kept).toEqual([true, true, false]);
  });

  it('keeps at most a hundred of those in a second, and counts the others as dropped', () => {
    const { tracer, clock } = start(0);
    const trace = tracer.startTrace(acceptRoot());
    const countKept = (): number =>
      Array.from({ length: 150 }, () => tracer.isKept(trace, faulty)).filter(Boolean).length;

    const kept = [countKept(), countKept()];
    clock.advance(1_000);

    expect([...kept, countKept()]).toEqual([100, 0, 100]);
    expect(tracer.readFigures().dropped).toBe(250);
    expect(tracer.isKept(tracer.startTrace(createChildTrace(parent, randomBytes)), good)).toBe(
      true,
    );
  });

  it('sends what it was given when it is flushed', async () => {
    const { tracer, sent } = start(1);
    const trace = tracer.startTrace(acceptRoot());
    const span: SpanRecord = {
      name: 'query',
      kind: 'server',
      trace,
      startedAtMs: 0,
      durationMs: 1,
      attributes: {},
    };

    tracer.add([span]);
    await tracer.flush();

    expect(sent).toEqual([span]);
    expect(tracer.refuses()).toBe(false);
  });
});
