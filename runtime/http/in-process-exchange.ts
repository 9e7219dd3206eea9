// An exchange with an upstream that runs in this very process: no socket, but the same bounds.
import { type Cancellation, waitWhileWanted } from '../cancellation.ts';
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
  wanted: Cancellation,
): Promise<HttpExchangeReply> {
  const { upstream, maxResponseBytes } = exchange;
  try {
    wanted.throwIfCancelled();
    const reply = await waitWhileWanted(answer(exchange, wanted.signal), wanted);
    if (isRedirect(reply.status)) {
      throw createUpstreamError('UPSTREAM_REDIRECT', upstream, { status: reply.status });
    }
    if (reply.bodyBytes.byteLength > maxResponseBytes) {
      throw createUpstreamError('RESPONSE_TOO_LARGE', upstream, { maxBytes: maxResponseBytes });
    }
    return reply;
  } catch (error) {
    throw classifyFault(error, upstream, wanted);
  }
}
