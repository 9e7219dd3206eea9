// Sends one GraphQL request to a subgraph and reads its reply: bounded in time and bytes.
import type { Cancellation } from '../../runtime/cancellation.ts';
import type { Clock } from '../../runtime/clock.ts';
import { isCodedError } from '../../runtime/coded-error.ts';
import { signedTokenHeader } from '../../runtime/gateway-token.ts';
import type { HttpClient } from '../../runtime/http/http-client.ts';
import type { Log } from '../../runtime/log.ts';
import type { RandomBytes, TraceContext } from '../../runtime/trace-context.ts';
import type { ErrorCode } from '../errors.ts';
import type { FindRequestSigner } from '../guard/request-signing.ts';
import type { SubgraphTokens } from '../guard/subgraph-tokens.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Dimension } from './declared-dimensions.ts';
import type { EngineSubgraph } from './engine.ts';
import { createSubgraphHeaders, listDimensionHeaders } from './subgraph-headers.ts';
import { readSubgraphReply, type SubgraphReply } from './subgraph-reply.ts';

/** What fetching stands on. */
export interface SubgraphExchangeOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Signs what a fetch says of its request; absent: only headers say so. */
  readonly subgraphTokens?: SubgraphTokens | undefined;
  /** Signs requests as such; absent: none is. */
  readonly findRequestSigner?: FindRequestSigner | undefined;
}

/** One request. */
export interface SubgraphExchange {
  /** Whose headers go along. */
  readonly context: RequestContext;
  /** The fetch's own span. */
  readonly trace: TraceContext;
  readonly dimensions: ReadonlySet<Dimension>;
  /** Whether it only reads, so that a connection that broke may be tried once more. */
  readonly isRepeatable: boolean;
  readonly bodyText: string;
  /** How many entities are asked for; absent if the reply has no `_entities`. */
  readonly entityCount: number | undefined;
  readonly timeoutMs: number;
  /** Cancelled when nobody waits any more. */
  readonly wanted: Cancellation;
}

/** The reply, or why there is none; that is logged already. */
export type SubgraphExchangeOutcome =
  | { readonly status: 'read'; readonly reply: SubgraphReply }
  | { readonly status: 'failed'; readonly code: ErrorCode };

const maxAttempts = 2;
// A subgraph that gives up a slow service has to say so while we still listen.
const wayBackMs = 250;
const wayBackShare = 0.1;

const codeByFault = new Map<string, ErrorCode>([
  ['UPSTREAM_TIMEOUT', 'SUBGRAPH_TIMEOUT'],
  ['RESPONSE_TOO_LARGE', 'SUBGRAPH_RESPONSE_TOO_LARGE'],
  ['UPSTREAM_REDIRECT', 'SUBGRAPH_INVALID_RESPONSE'],
]);

/** Creates the way to one subgraph. What it gives rejects only for a fault of our own. */
export function createSubgraphExchange(
  subgraph: EngineSubgraph,
  options: SubgraphExchangeOptions,
): (request: SubgraphExchange) => Promise<SubgraphExchangeOutcome> {
  const { http, log, maxResponseBytes, subgraphTokens } = options;
  const url = new URL(subgraph.url);
  const sign = options.findRequestSigner?.(subgraph);
  const tokenHeader = sign ? signedTokenHeader : 'authorization';

  const fail = (
    { context, wanted }: SubgraphExchange,
    code: ErrorCode,
    facts: object,
  ): SubgraphExchangeOutcome => {
    const { correlationId, trace, caller, deadline } = context;
    const { traceId } = trace;
    const fields = { subgraph: subgraph.name, code, correlationId, traceId, ...facts };
    // What is shared ends when all have left, each of whom says so for itself.
    const isGivenUp = wanted === deadline ? caller.isCancelled : wanted.isCancelled;
    if (isGivenUp) log.debug(fields, 'subgraph.fetch_given_up');
    else log.warn(fields, 'subgraph.fetch_failed');
    return { status: 'failed', code };
  };

  return async (request) => {
    const { context, dimensions, timeoutMs } = request;
    const subgraphMs = timeoutMs - Math.min(wayBackMs, timeoutMs * wayBackShare);
    try {
      const headers = createSubgraphHeaders(context, dimensions, subgraphMs, request.trace);
      if (subgraphTokens) {
        const issued = subgraphTokens.issue(
          subgraph.name,
          listDimensionHeaders(context, dimensions),
        );
        headers[tokenHeader] = `Bearer ${typeof issued === 'string' ? issued : await issued}`;
      }
      const reply = await http.request({
        upstream: `${subgraph.name}-subgraph`,
        method: 'POST',
        url,
        headers,
        sign,
        body: request.bodyText,
        deadline: request.wanted,
        timeoutMs,
        maxResponseBytes,
        idempotent: request.isRepeatable,
        maxAttempts,
      });
      const outcome = readSubgraphReply(subgraph.name, reply, request.entityCount);
      if (outcome.status === 'read') return outcome;
      return fail(request, outcome.code, { reason: outcome.reason });
    } catch (error) {
      if (!isCodedError(error)) throw error;
      const code = codeByFault.get(error.code) ?? 'SUBGRAPH_UNAVAILABLE';
      return fail(request, code, { fault: error.code, ...error.fields });
    }
  };
}
