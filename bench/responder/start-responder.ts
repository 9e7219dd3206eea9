// The cheap subgraphs: answers by path and body from memory. What it does not know it asks the origin once.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

import { type RawRequest, RequestReader } from './request-reader.ts';

/** Where the real answers come from. */
export interface Origins {
  /** By the subgraph's name. */
  readonly urls: Readonly<Record<string, string>>;
  /**
   * Sent along, whatever a gateway sends: gateways that know of languages and those that do not fall back to
   * different ones, and nobody is to be measured with other answers.
   */
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts since the last `reset`. */
export interface ResponderCounts {
  readonly calls: number;
  /** Calls that the origin had to answer. */
  readonly misses: number;
  readonly bytesSent: number;
}

/** One fetch as it arrived. */
export interface RecordedFetch {
  readonly subgraph: string;
  readonly body: string;
  readonly arrivedMs: number;
  readonly answeredMs: number;
}

/** A responder that listens at `url`; a subgraph answers at `<url>/<name>`. */
export interface Responder {
  readonly url: string;
  counts(): ResponderCounts;
  resetCounts(): void;
  /** Records fetches, and holds each answer back for `delayMs`, so that waves of fetches show. */
  startRecording(delayMs: number): void;
  /** What was recorded since the last call. */
  takeRecording(): readonly RecordedFetch[];
  stopRecording(): void;
  close(): Promise<void>;
}

// Answers are kept outside of the heap; beyond this they are asked for again and count as misses.
const maxRememberedBytes = 1_500_000_000;

/** Starts the responder on a free port of loopback. */
export async function startResponder(origins: Origins): Promise<Responder> {
  const answers = new Map<string, Buffer>();
  let rememberedBytes = 0;
  let counts = { calls: 0, misses: 0, bytesSent: 0 };
  let recording: { readonly delayMs: number; fetches: RecordedFetch[] } | undefined;

  const askOrigin = async (key: string, request: RawRequest): Promise<Buffer> => {
    counts.misses += 1;
    const origin = origins.urls[request.path.slice(1)];
    if (origin === undefined) return writeResponse(404, Buffer.from('{}'));
    const response = await fetch(origin, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...origins.headers },
      body: Buffer.from(request.body, 'latin1'),
    });
    const answer = writeResponse(response.status, Buffer.from(await response.arrayBuffer()));
    if (response.ok && rememberedBytes + answer.length <= maxRememberedBytes) {
      rememberedBytes += answer.length;
      answers.set(key, answer);
    }
    return answer;
  };
  const send = (socket: Socket, answer: Buffer): void => {
    counts.bytesSent += answer.length;
    socket.write(answer);
  };
  const sendLater = async (socket: Socket, request: RawRequest, key: string): Promise<void> => {
    const arrivedMs = performance.now();
    const answer = answers.get(key) ?? (await askOrigin(key, request));
    if (recording) {
      await wait(recording.delayMs);
      const body = Buffer.from(request.body, 'latin1').toString();
      const answeredMs = performance.now();
      recording?.fetches.push({ subgraph: request.path.slice(1), body, arrivedMs, answeredMs });
    }
    send(socket, answer);
  };

  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const reader = new RequestReader();
    // A gateway that stops drops its connections.
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => {
      try {
        reader.read(bytes, (request) => {
          counts.calls += 1;
          const key = `${request.path} ${request.body}`;
          const known = recording ? undefined : answers.get(key);
          if (known) send(socket, known);
          else sendLater(socket, request, key).catch(() => socket.destroy());
        });
      } catch {
        socket.destroy();
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    counts: () => ({ ...counts }),
    resetCounts() {
      counts = { calls: 0, misses: 0, bytesSent: 0 };
    },
    startRecording(delayMs) {
      recording = { delayMs, fetches: [] };
    },
    takeRecording() {
      const fetches = recording?.fetches ?? [];
      if (recording) recording.fetches = [];
      return fetches;
    },
    stopRecording() {
      recording = undefined;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function writeResponse(status: number, body: Buffer): Buffer {
  const head = `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Not OK'}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
