// An exchange with an upstream that runs in this very process: no socket, but the same bounds.
import { type HttpExchange, type HttpExchangeReply, isRedirect } from './http-exchange.ts';
import { classifyFault, createUpstreamError } from './upstream-errors.ts';

/** Answers a request as the part's own server would. The signal fires when nobody waits any more. */
export type AnswerInProcess = (
  exchange: HttpExchange,
  signal: AbortSignal,
) => Promise<HttpExchangeReply>;

/** Parts of this process by the origin that they listen at; it changes as they come and go. */
export type InProcessUpstreams = ReadonlyMap<string, AnswerInProcess>;

/** Makes one exchange, and rejects like `makeExchange`. */
export async function makeInProcessExchange(
  answer: AnswerInProcess,
  exchange: HttpExchange,
  signal: AbortSignal,
): Promise<HttpExchangeReply> {
  const { upstream, maxResponseBytes } = exchange;
  try {
    signal.throwIfAborted();
    const reply = await whileWanted(signal, answer(exchange, signal));
    if (isRedirect(reply.status)) {
      throw createUpstreamError('UPSTREAM_REDIRECT', upstream, { status: reply.status });
    }
    if (reply.bodyBytes.byteLength > maxResponseBytes) {
      throw createUpstreamError('RESPONSE_TOO_LARGE', upstream, { maxBytes: maxResponseBytes });
    }
    return reply;
  } catch (error) {
    throw classifyFault(error, upstream, signal);
  }
}

/** Waits for the work, but not beyond the signal. */
function whileWanted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
