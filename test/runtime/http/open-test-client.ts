// A client and upstreams for the tests of runtime/http, all closed after each test.
import { afterEach } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { CodedError } from '../../../runtime/coded-error.ts';
import {
  createHttpClient,
  type HttpClient,
  type HttpReply,
  type HttpRequest,
} from '../../../runtime/http/http-client.ts';
import type { HttpLimits } from '../../../runtime/http/http-limits.ts';
import { silentLog } from '../../../runtime/log.ts';
import { type Answer, startUpstream, type Upstream } from './start-upstream.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.stop()));
});

/** Creates a client that hardly waits between attempts. */
export function createClient(limits: Partial<HttpLimits> = {}): HttpClient {
  const http = createHttpClient({
    clock: systemClock,
    log: silentLog,
    random: () => 0.5,
    limits: { backoffBaseMs: 2, ...limits },
  });
  open.push({ stop: () => http.close() });
  return http;
}

/** Starts an upstream that the test need not stop. */
export async function startTestUpstream(answer: Answer): Promise<Upstream> {
  const upstream = await startUpstream(answer);
  open.unshift(upstream);
  return upstream;
}

/** Sends a GET to `pricing-api`. */
export function get(
  http: HttpClient,
  url: string,
  more: Partial<HttpRequest> = {},
): Promise<HttpReply> {
  return http.request({ upstream: 'pricing-api', method: 'GET', url, timeoutMs: 2_000, ...more });
}

/** The CodedError that a promise rejects with; anything else fails the test. */
export async function catchCoded(promise: Promise<unknown>): Promise<CodedError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CodedError)) throw new Error('expected a CodedError', { cause: error });
  return error;
}
