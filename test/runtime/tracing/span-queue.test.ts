// Spans on their way out: in batches, bounded, and lost rather than waited for.
import { describe, expect, it } from 'vitest';

import { createSpanQueue, type SpanSink } from '../../../runtime/tracing/span-queue.ts';
import type { SpanRecord } from '../../../runtime/tracing/span-record.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createRecordingLog } from '../../gateway/recording-log.ts';

function createSpans(count: number): SpanRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `span ${index}`,
    kind: 'server',
    trace: {
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      isSampled: true,
    },
    startedAtMs: 0,
    durationMs: 1,
    attributes: {},
  }));
}

/** A sink that answers as it is told, or never. */
function createSink(answer: () => boolean | 'never') {
  const sizes: number[] = [];
  let isClosed = false;
  const sink: SpanSink = {
    send(spans) {
      sizes.push(spans.length);
      const outcome = answer();
      return outcome === 'never'
        ? new Promise((resolve) => {
            sink.close = () => resolve(false);
          })
        : Promise.resolve(outcome);
    },
    close() {
      isClosed = true;
    },
  };
  return { sizes, isClosed: () => isClosed, openSink: () => Promise.resolve(sink) };
}

describe('a queue of spans', () => {
  it('sends what waits by itself, in batches of 256, and counts it', async () => {
    const { sizes, openSink } = createSink(() => true);
    const queue = createSpanQueue({ openSink, log: silentLog, delayMs: 1 });

    queue.add(createSpans(3));
    await expect.poll(() => queue.readFigures().exported).toBe(3);
    for (let index = 0; index < 6; index += 1) queue.add(createSpans(100));
    await queue.flush();

    expect(sizes[0]).toBe(3);
    expect(Math.max(...sizes)).toBe(256);
    expect(queue.readFigures()).toEqual({ exported: 603, failed: 0, dropped: 0, queued: 0 });
  });

  it('holds 2,048 spans while a receiver hangs, and drops whole requests beyond', async () => {
    const { openSink } = createSink(() => 'never');
    const queue = createSpanQueue({ openSink, log: silentLog, flushTimeoutMs: 5 });
    queue.add(createSpans(256));
    await queue.flush();

    for (let index = 0; index < 300; index += 1) queue.add(createSpans(10));

    expect(queue.readFigures()).toMatchObject({ queued: 2_040, dropped: 960 });
    expect(queue.isFull).toBe(false);
    queue.add(createSpans(8));
    expect(queue.isFull).toBe(true);
  });

  it('closes in bounded time before a receiver that hangs, and counts what it loses', async () => {
    const { log, events } = createRecordingLog();
    const { openSink } = createSink(() => 'never');
    const queue = createSpanQueue({ openSink, log, flushTimeoutMs: 5 });
    queue.add(createSpans(300));

    await queue.close();
    queue.add(createSpans(1));

    expect(queue.readFigures()).toEqual({ exported: 0, failed: 256, dropped: 45, queued: 0 });
    expect(events.find(({ event }) => event === 'traces.spans_lost')).toMatchObject({
      failed: 256,
      dropped: 44,
    });
  });

  it('tries later after a failure, and tells only when it begins and when it is over', async () => {
    const { log, events } = createRecordingLog();
    let isUp = false;
    const { openSink } = createSink(() => isUp);
    const queue = createSpanQueue({ openSink, log, delayMs: 1 });

    queue.add(createSpans(1));
    await queue.flush();
    queue.add(createSpans(1));
    await queue.flush();
    isUp = true;
    queue.add(createSpans(1));
    await queue.flush();

    expect(queue.readFigures()).toMatchObject({ exported: 1, failed: 2 });
    expect(events.map(({ event }) => event)).toEqual([
      'traces.export_failed',
      'traces.export_recovered',
    ]);
  });

  it('loses spans where the exporter cannot be loaded, and says so', async () => {
    const { log, events } = createRecordingLog();
    const queue = createSpanQueue({
      openSink: () => Promise.reject(new Error('no such package')),
      log,
    });

    queue.add(createSpans(2));
    await queue.flush();

    expect(queue.readFigures()).toMatchObject({ failed: 2 });
    expect(events[0]).toMatchObject({ level: 'error', event: 'traces.exporter_broken' });
  });
});
