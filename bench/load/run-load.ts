// Puts load on one URL: a number of connections, each asking again as soon as it is answered. At the end
// every request that was begun is waited for, so that CPU can be divided by answers exactly.
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';

import { requestHeaders as everyRequestHeaders } from '../verify/ask.ts';
import { ResponseReader, type SeenResponse } from './response-reader.ts';

/** What to send, where, and for how long. */
export interface LoadOrder {
  readonly url: string;
  /** Sent in turn, each as a POST of JSON. */
  readonly bodies: readonly string[];
  /** Beside those that every request has. */
  readonly requestHeaders?: Readonly<Record<string, string>> | undefined;
  readonly connections: number;
  readonly durationMs: number;
  /** Ends the run after so many answers, even if time is left. */
  readonly maxRequests?: number | undefined;
}

/** What came back. */
export interface LoadResult {
  /** All answers, those after the duration included. */
  readonly answered: number;
  /** From the first request to the last answer. */
  readonly tookMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers without status 200, and connections that broke. */
  readonly failures: number;
  /** Answers of another length than the first one to the same body. */
  readonly oddLengths: number;
}

const readBufferBytes = 1_048_576;
const drainFuseMs = 60_000;

/** Runs the order to its end. Rejects if nothing listens at the URL. */
export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const { hostname, port, pathname } = new URL(order.url);
  const headers = {
    host: `${hostname}:${port}`,
    ...everyRequestHeaders,
    ...order.requestHeaders,
  };
  const requests = order.bodies.map((body) => writeRequest(pathname, headers, body));
  const lengths: (number | undefined)[] = requests.map(() => undefined);
  const latenciesMs: number[] = [];
  const maxRequests = order.maxRequests ?? Number.POSITIVE_INFINITY;
  let sent = 0;
  let failures = 0;
  let oddLengths = 0;
  const startedAtMs = performance.now();
  const endsAtMs = startedAtMs + order.durationMs;

  const runConnection = (): Promise<void> =>
    new Promise((resolve, reject) => {
      let index = 0;
      let sentAtMs = 0;
      const reader = new ResponseReader();
      const finish = (): void => {
        clearTimeout(fuse);
        socket.destroy();
        resolve();
      };
      const sendNext = (): void => {
        if (performance.now() >= endsAtMs || sent >= maxRequests) {
          finish();
          return;
        }
        index = sent % requests.length;
        sent += 1;
        sentAtMs = performance.now();
        socket.write(requests[index] ?? '');
      };
      const take = ({ status, bodyBytes }: SeenResponse): void => {
        const nowMs = performance.now();
        latenciesMs.push(nowMs - sentAtMs);
        if (status !== 200) failures += 1;
        lengths[index] ??= bodyBytes;
        if (lengths[index] !== bodyBytes) oddLengths += 1;
        sendNext();
      };
      const fuse = setTimeout(() => {
        failures += 1;
        finish();
      }, order.durationMs + drainFuseMs);
      // One buffer a connection is read into again and again: reading must cost little.
      const buffer = Buffer.allocUnsafe(readBufferBytes);
      const socket = connect({
        host: hostname,
        port: Number(port),
        noDelay: true,
        onread: {
          buffer,
          callback: (length) => {
            reader.read(buffer.subarray(0, length), take);
            return true;
          },
        },
      });
      socket.once('connect', sendNext);
      socket.once('error', (error) => {
        if (sentAtMs === 0) reject(error);
        failures += 1;
        finish();
      });
      socket.once('end', () => {
        failures += 1;
        finish();
      });
    });

  await Promise.all(Array.from({ length: order.connections }, runConnection));
  const sorted = Float64Array.from(latenciesMs).sort();
  return {
    answered: latenciesMs.length,
    tookMs: performance.now() - startedAtMs,
    p50Ms: sorted[Math.floor((sorted.length - 1) * 0.5)] ?? Number.NaN,
    p99Ms: sorted[Math.floor((sorted.length - 1) * 0.99)] ?? Number.NaN,
    failures,
    oddLengths,
  };
}

function writeRequest(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Buffer {
  const bytes = Buffer.from(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${bytes.length}`,
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), bytes]);
}
