// One exchange with an upstream: send, read the whole reply under a byte cap, follow nothing.
import type { Dispatcher } from 'undici';

import type { Cancellation } from '../cancellation.ts';
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
 * Makes one exchange. The cancellation holds over headers and body. Rejects with a `CodedError` of an
 * `UpstreamErrorCode`; a reply that is refused closes its socket.
 */
export function makeExchange(
  dispatcher: Dispatcher,
  exchange: HttpExchange,
  wanted: Cancellation,
): Promise<HttpExchangeReply> {
  return new Promise((resolve, reject) => {
    const { upstream, method, url, headers, body } = exchange;
    if (wanted.isCancelled) {
      reject(classifyFault(wanted.reason, upstream, wanted));
      return;
    }
    const reader = new ReplyReader(exchange, wanted, resolve, reject);
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: url.search === '' ? url.pathname : `${url.pathname}${url.search}`,
          method,
          headers: headers as Record<string, string>,
          body: body ?? null,
        },
        reader,
      );
    } catch (error) {
      reader.fail(error);
    }
  });
}

/** Whether a reply points elsewhere; such replies are refused. */
export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

/** Takes in one reply as undici gives it: without a stream, which costs more than all the rest. */
class ReplyReader implements Dispatcher.DispatchHandler {
  readonly #exchange: HttpExchange;
  readonly #wanted: Cancellation;
  readonly #resolve: (reply: HttpExchangeReply) => void;
  readonly #reject: (error: unknown) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpReplyHeaders = {};
  #sizeBytes = 0;
  #isOver = false;

  constructor(
    exchange: HttpExchange,
    wanted: Cancellation,
    resolve: (reply: HttpExchangeReply) => void,
    reject: (error: unknown) => void,
  ) {
    this.#exchange = exchange;
    this.#wanted = wanted;
    this.#resolve = resolve;
    this.#reject = reject;
    wanted.addListener(this.#giveUp);
  }

  readonly #giveUp = (reason: unknown): void => this.fail(reason);

  /** Ends the exchange, and with it the socket of a request that was sent. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#end();
    this.#reject(classifyFault(error, this.#exchange.upstream, this.#wanted));
    this.#abort(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) this.#abort(this.#wanted.reason);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: HttpReplyHeaders,
  ): void {
    // What comes before the answer, such as 103, is none.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    const { upstream, method, maxResponseBytes } = this.#exchange;
    const announcedBytes = method === 'HEAD' ? 0 : Number(headers['content-length'] ?? 0);
    if (isRedirect(status))
      this.fail(createUpstreamError('UPSTREAM_REDIRECT', upstream, { status }));
    else if (announcedBytes > maxResponseBytes) this.#failTooLarge();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return;
    this.#sizeBytes += chunk.byteLength;
    if (this.#sizeBytes > this.#exchange.maxResponseBytes) this.#failTooLarge();
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    this.#end();
    const [first] = this.#chunks;
    const bodyBytes =
      first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#sizeBytes);
    this.#resolve({ status: this.#status, headers: this.#headers, bodyBytes });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  #failTooLarge(): void {
    const { upstream, maxResponseBytes: maxBytes } = this.#exchange;
    this.fail(createUpstreamError('RESPONSE_TOO_LARGE', upstream, { maxBytes }));
  }

  #end(): void {
    this.#isOver = true;
    this.#wanted.removeListener(this.#giveUp);
  }

  #abort(reason: unknown): void {
    this.#controller?.abort(reason instanceof Error ? reason : new Error('given up'));
  }
}
