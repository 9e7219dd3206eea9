// Several operations in one POST: each is answered as if it had come alone, all answers go back as one list.
import type { ServerResponse } from 'node:http';

import type { HTTPGraphQLResponse } from '@apollo/server';

import { watchCaller } from '../../runtime/http/caller-watch.ts';
import type { Log } from '../../runtime/log.ts';
import { readTraceId } from '../../runtime/trace-context.ts';
import type { OpenBatchTally } from '../guard/batch-tally.ts';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.ts';
import { readAnswerText } from './read-answer-text.ts';
import { describeFault } from './error-handler.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import { createHeaderMap } from './header-map.ts';
import type { AnswerOperation, RequestArrival } from './operation-answerer.ts';
import { type Refusal, writeRefusal } from './refusal.ts';

/** What batches are answered with. */
export interface BatchAnswererOptions {
  /** Answers one operation. */
  readonly answer: AnswerOperation;
  /** Operations in one batch. */
  readonly maxOperations: number;
  readonly openTally: OpenBatchTally;
  readonly metrics: Pick<GatewayMetrics, 'recordBatch' | 'recordRefusal'>;
  readonly log: Log;
}

interface BatchRequest {
  readonly request: GraphQLRequest;
  readonly operations: readonly unknown[];
  readonly response: ServerResponse;
  readonly correlationId: string;
  readonly arrival: RequestArrival;
}

/**
 * Creates what answers batches, too. The operations of one run at the same time, in no order. The caller is
 * found out once. The answer is 200 unless all parts have the same status above 400, and is never kept by
 * anybody.
 */
export function createBatchAnswerer(options: BatchAnswererOptions): AnswerOperation {
  const { answer, maxOperations, metrics } = options;
  return (request, response, correlationId, arrival) => {
    const { method, body, headers } = request;
    if (method !== 'POST' || !Array.isArray(body)) {
      return answer(request, response, correlationId, arrival);
    }
    const operations: readonly unknown[] = body;
    const refusal = refuseBatch(operations.length, maxOperations);
    if (refusal) {
      metrics.recordRefusal(refusal.code);
      return Promise.resolve(writeRefusal(refusal, headers.accept));
    }
    metrics.recordBatch(operations.length);
    return answerBatch({ request, operations, response, correlationId, arrival }, options);
  };
}

function refuseBatch(count: number, maxOperations: number): Refusal | undefined {
  if (count === 0) return { code: 'BAD_REQUEST', message: 'The batch holds no operation.' };
  if (count <= maxOperations) return undefined;
  const message = `The batch holds ${count} operations; at most ${maxOperations} may come together.`;
  return { code: 'MAX_BATCH_LIMIT', message };
}

async function answerBatch(
  { request, operations, response, correlationId, arrival }: BatchRequest,
  { answer, openTally, log }: BatchAnswererOptions,
): Promise<HTTPGraphQLResponse> {
  const batch = { caller: watchCaller(response), tally: openTally() };
  const answerOne = async (body: unknown, position: number): Promise<HTTPGraphQLResponse> => {
    const bodyBytes = shareOf(arrival.bodyBytes, operations.length, position);
    try {
      const own = { ...arrival, bodyBytes, batch };
      return await answer({ ...request, body }, response, correlationId, own);
    } catch (error) {
      const { headers } = request;
      log.error({ err: error, correlationId, traceId: readTraceId(headers) }, 'http.failed');
      return writeRefusal(describeFault(error), headers.accept);
    }
  };
  const parts = await Promise.all(operations.map(answerOne));
  const texts = await Promise.all(parts.map(({ body }) => readAnswerText(body)));
  return {
    status: chooseBatchStatus(parts),
    headers: joinHeaders(parts),
    body: { kind: 'complete', string: `[${texts.map((text) => text.trimEnd()).join(',')}]` },
  };
}

/** The bytes of a body belong to no operation; in even shares they add up. */
function shareOf(bytes: number | undefined, count: number, position: number): number | undefined {
  if (bytes === undefined) return undefined;
  return Math.floor(bytes / count) + (position < bytes % count ? 1 : 0);
}

/** What is wrong with the caller or the gateway is wrong with all parts, and the batch says so. */
function chooseBatchStatus(parts: readonly HTTPGraphQLResponse[]): number {
  const statuses = new Set(parts.map(({ status }) => status ?? 200));
  const [status = 200] = statuses;
  return statuses.size === 1 && status > 400 ? status : 200;
}

/** A list of answers is as fit to be kept as none of them, and the longest wait counts. */
function joinHeaders(parts: readonly HTTPGraphQLResponse[]): HTTPGraphQLResponse['headers'] {
  const joined = createHeaderMap();
  for (const { headers } of parts) {
    const waitBefore = Number(joined.get('retry-after') ?? 0);
    for (const [name, value] of headers) {
      const isShorter = name === 'retry-after' && Number(value) < waitBefore;
      if (name !== 'content-length' && !isShorter) joined.set(name, value);
    }
  }
  joined.set('cache-control', 'no-store');
  return joined;
}
