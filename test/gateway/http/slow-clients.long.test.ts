// Clients that send a header or a body a byte at a time: they are cut off, and slow nobody down.
import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph();
});
afterAll(() => graph.stop());

describe('50 connections that never finish their request', () => {
  it.each([
    ['their headers', 'POST /graphql HTTP/1.1\r\nHost: a\r\nX-Slow: ', 12_000],
    [
      'their body',
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{',
      25_000,
    ],
  ])(
    'with %s are closed, while others are served',
    { timeout: 40_000 },
    async (_name, head, maxMs) => {
      const { hostname, port } = new URL(graph.url);
      const answers = Array.from({ length: 50 }, () => sendSlowly(hostname, Number(port), head));

      const startedAt = performance.now();
      const other = await ask(graph.url, '{ dealerCount }');
      const otherMs = performance.now() - startedAt;
      const closed = await Promise.all(answers);

      expect(other.status).toBe(200);
      expect(otherMs).toBeLessThan(500);
      expect(performance.now() - startedAt).toBeLessThan(maxMs);
      expect(closed.every((text) => text === '' || text.includes('408'))).toBe(true);
    },
  );
});

function sendSlowly(host: string, port: number, head: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, host, () => socket.write(head));
    const timer = setInterval(() => socket.write('a'), 200);
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(received);
    });
  });
}
