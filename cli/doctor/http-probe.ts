// Looks at an address over HTTP, once and not for long: no retry, no redirect.
import type { Clock } from '../../runtime/clock.ts';
import { isCodedError } from '../../runtime/coded-error.ts';
import { createHttpClient } from '../../runtime/http/http-client.ts';
import { silentLog } from '../../runtime/log.ts';

/** What came back. */
export type ProbeOutcome =
  | { readonly status: number; readonly text: string; readonly json: unknown }
  /** In words, such as `nothing answers there`. */
  | { readonly status: undefined; readonly reason: string };

/** Sends a GET, or a POST where there is a body. Never rejects. */
export type HttpProbe = (
  url: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<ProbeOutcome>;

const timeoutMs = 5_000;
const maxResponseBytes = 16 * 1_024 ** 2;

/** Creates a probe and how to let go of its connections. */
export function createHttpProbe(clock: Clock): { probe: HttpProbe; close: () => Promise<void> } {
  const http = createHttpClient({ clock, log: silentLog, random: Math.random });
  const probe: HttpProbe = async (url, body, headers) => {
    try {
      const reply = await http.request({
        upstream: new URL(url).origin,
        method: body ? 'POST' : 'GET',
        url,
        headers: {
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body && JSON.stringify(body),
        timeoutMs,
        maxResponseBytes,
        maxAttempts: 1,
      });
      const text = reply.bodyText();
      return { status: reply.status, text, json: parseJson(text) };
    } catch (error) {
      return { status: undefined, reason: describeFault(error) };
    }
  };
  return { probe, close: () => http.close() };
}

function describeFault(error: unknown): string {
  if (isCodedError(error, 'UPSTREAM_TIMEOUT')) return `no answer within ${timeoutMs / 1_000} s`;
  if (isCodedError(error, 'UPSTREAM_REDIRECT')) return 'it redirects elsewhere';
  const network = isCodedError(error) ? error.fields['networkCode'] : undefined;
  return network === undefined ? 'nothing answers there' : `nothing answers there (${network})`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
