// Ten thousand clients that leave too soon: no timer, socket, fetch or memory stays behind.
import { createHook } from 'node:async_hooks';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createHeapGauge } from '../../system/heap-gauge.ts';
import { type RawUpstream, startRawUpstream } from '../../runtime/http/start-raw-upstream.ts';
import { createRecordingLog, type LogEvent } from '../recording-log.ts';
import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';
import { openConnection, writeRequest } from './raw-exchange.ts';

const roundSize = 2_500;
const json = ['content-type', 'application/json'] as const;

/** Timers that are set and neither fired nor cleared. */
function watchTimers() {
  const live = new Set<number>();
  const hook = createHook({
    init: (id, type) => void (type === 'Timeout' && live.add(id)),
    destroy: (id) => void live.delete(id),
  }).enable();
  return { count: () => live.size, stop: () => hook.disable() };
}

describe.each(['reference', 'compiled'])('clients of the engine %s that leave', (engine) => {
  let graph: TestGraph;
  let vehicle: RawUpstream;
  let events: readonly LogEvent[];
  const timers = watchTimers();

  beforeAll(async () => {
    // Of the vehicle subgraph's fetches, two of three hang: without a head, or within the body.
    vehicle = await startRawUpstream((socket, attempt) => {
      const body = '{"data":{"markets":[{"__typename":"Market","id":"DE"}]}}';
      const length = body.length + (attempt % 3 === 1 ? 1 : 0);
      if (attempt % 3 > 0)
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n${body}`);
    });
    const recording = createRecordingLog();
    events = recording.events;
    graph = await startTestGraph({
      log: recording.log,
      urls: { vehicle: `${vehicle.url}/graphql` },
      env: { MARQUE_ENGINE: engine },
    });
  });
  afterAll(async () => {
    timers.stop();
    await graph.stop();
    await vehicle.stop();
  });

  /** Leaves at any of the points where a request can be. */
  const leave = async (index: number): Promise<void> => {
    const connection = openConnection(Number(new URL(graph.url).port));
    const path = index % 7 === 0 ? '/graphql?' : '/graphql';
    // Some are equal, so that they share fetches; others are not.
    const body = JSON.stringify({
      query: 'query($s: Boolean!) { markets { id currency @skip(if: $s) dealers } }',
      variables: { s: index % 2 === 0 },
    });
    const request = writeRequest(
      `POST ${path}`,
      [json, ['x-marque-language', index % 3 ? 'de' : 'fr']],
      body,
    );
    connection.write(index % 5 === 0 ? request.subarray(0, -9) : request);
    await new Promise((resolve) => setTimeout(resolve, index % 11));
    if (index % 2) connection.socket.destroy();
    else connection.socket.resetAndDestroy();
    await connection.closed;
  };
  const round = async (): Promise<void> => {
    for (let at = 0; at < roundSize; at += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => leave(at + index)));
    }
    await expect
      .poll(() => ask(graph.url, '{ dealerCount }').then(({ status }) => status), {
        timeout: 9_000,
      })
      .toBe(200);
  };

  it('leave nothing behind', async () => {
    const heap = createHeapGauge();
    await round();
    await expect.poll(() => vehicle.socketCount, { timeout: 9_000 }).toBeLessThan(2);
    const [heapMib, timerCount] = [heap.readMib(), timers.count()];
    const eventCount = events.length;
    (events as LogEvent[]).length = 0;

    for (let rounds = 0; rounds < 3; rounds += 1) {
      await round();
      expect(events.filter(({ level }) => level === 'error')).toEqual([]);
      (events as LogEvent[]).length = 0;
    }

    expect(eventCount).toBeGreaterThan(roundSize / 2);
    await expect.poll(() => vehicle.socketCount, { timeout: 9_000 }).toBeLessThan(2);
    await expect.poll(() => timers.count(), { timeout: 9_000 }).toBeLessThan(timerCount + 20);
    expect(heap.readMib() - heapMib).toBeLessThan(6);
  });
});
