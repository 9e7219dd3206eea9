// One exchange with an upstream: send, read the whole reply under a byte cap, follow nothing.
import type { Dispatcher } from 'undici';

import { classifyFault, createUpstreamError } from './upstream-errors.ts';

/** Headers of a reply, names in lower case. */
export type HttpReplyHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What is sent. */
export interface HttpExchange {
  readonly upstream: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly maxResponseBytes: number;
}

/** What came back, read to its end. */
export interface HttpExchangeReply {
  readonly status: number;
  readonly headers: HttpReplyHeaders;
  readonly bodyBytes: Uint8Array;
}

/**
 * Makes one exchange. The signal holds over headers and body. Rejects with a `CodedError` of an
 * `UpstreamErrorCode`; a reply that is refused closes its socket.
 */
export async function makeExchange(
  dispatcher: Dispatcher,
  exchange: HttpExchange,
  signal: AbortSignal,
): Promise<HttpExchangeReply> {
  const { upstream, method, url, headers, body, maxResponseBytes } = exchange;
  try {
    signal.throwIfAborted();
    const reply = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers,
      body: body ?? null,
      signal,
    });
    // Destroying a body that nobody reads emits an error, which would end the process.
    reply.body.on('error', () => undefined);

    if (isRedirect(reply.statusCode)) {
      reply.body.destroy();
      throw createUpstreamError('UPSTREAM_REDIRECT', upstream, { status: reply.statusCode });
    }
    const bodyBytes = await readBody(reply, upstream, maxResponseBytes, method);
    return { status: reply.statusCode, headers: reply.headers, bodyBytes };
  } catch (error) {
    throw classifyFault(error, upstream, signal);
  }
}

/** Whether a reply points elsewhere; such replies are refused. */
export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

async function readBody(
  reply: Dispatcher.ResponseData,
  upstream: string,
  maxBytes: number,
  method: HttpExchange['method'],
): Promise<Uint8Array> {
  const announced = method === 'HEAD' ? 0 : Number(reply.headers['content-length'] ?? 0);
  if (announced > maxBytes) {
    reply.body.destroy();
    throw createUpstreamError('RESPONSE_TOO_LARGE', upstream, { maxBytes });
  }

  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  // Leaving the loop by a throw destroys the body, and with it the socket.
  for await (const chunk of reply.body as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) {
      throw createUpstreamError('RESPONSE_TOO_LARGE', upstream, { maxBytes });
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, sizeBytes);
}
