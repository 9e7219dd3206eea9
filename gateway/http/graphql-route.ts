// The path /graphql: two ways in, one answerer behind both, and what is counted and logged of it.
import type { FastifyInstance } from 'fastify';

import { correlationIdHeader } from '../../runtime/correlation-id.ts';
import type { ConcurrencyLimiter } from '../engine/concurrency-limiter.ts';
import { createBatchTallies } from '../guard/batch-tally.ts';
import { registerFastPath } from './fast-path.ts';
import { registerGraphQLEndpoint } from './graphql-endpoint.ts';
import { batchWaitShare, registerLoadShedding } from './load-shedding.ts';
import { createOperationAnswerer, type OperationAnswererOptions } from './operation-answerer.ts';
import { createBatchAnswerer } from './operation-batch.ts';
import { createOperationLog } from './operation-log.ts';

/** What the route stands on. */
export interface GraphQLRouteOptions extends Omit<
  OperationAnswererOptions,
  'logOperation' | 'isBatchShed'
> {
  readonly limiter: ConcurrencyLimiter;
  readonly newCorrelationId: () => string;
  readonly isDraining: () => boolean;
}

/** The route, once it is added. */
export interface GraphQLRoute {
  readFigures(): DoorFigures;
}

/** How many operations are inside and before the door at this moment. */
export interface DoorFigures {
  readonly running: number;
  readonly waiting: number;
  /** Whether operations are refused because the event loop is far behind. */
  readonly isShedding: boolean;
  /** Whether those of batch jobs are. */
  readonly isSheddingBatch: boolean;
}

const path = '/graphql';

/** Adds the route, after the hook that sets the correlation id. */
export function registerGraphQLRoute(
  app: FastifyInstance,
  options: GraphQLRouteOptions,
): GraphQLRoute {
  const { config, limiter, clock, log, metrics, newCorrelationId, isDraining } = options;
  const { maxEventLoopWaitMs: maxWaitMs } = config;
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === path) void reply.header('cache-control', 'no-store');
  });
  const { isShedding, isSheddingBatch } = registerLoadShedding(app, path, { maxWaitMs, log });
  const logOperation = createOperationLog(log);
  const answerOne = createOperationAnswerer({
    ...options,
    logOperation,
    isBatchShed: () => isSheddingBatch() || limiter.isCrowded(batchWaitShare),
  });
  const answer =
    config.maxBatchOperations === 0
      ? answerOne
      : createBatchAnswerer({
          answer: answerOne,
          maxOperations: config.maxBatchOperations,
          openTally: createBatchTallies(config.operationLimits, config.variableLimits),
          metrics,
          log,
        });
  registerGraphQLEndpoint(app, { path, isGetAnswered: config.isGetAnswered }, (request, reply) => {
    const receivedAtMs = clock.monotonicMs() - reply.elapsedTime;
    const correlationId = String(reply.getHeader(correlationIdHeader));
    return answer(request, reply.raw, correlationId, {
      receivedAtMs,
      remoteAddress: reply.request.ip,
      bodyBytes: readLength(request.headers['content-length']),
    });
  });
  registerFastPath(app.server, {
    path,
    maxBodyBytes: config.maxBodyBytes,
    answer,
    log,
    newCorrelationId,
    isDraining,
    isShedding,
    clock,
    metrics,
  });
  return {
    readFigures: () => ({
      running: limiter.running,
      waiting: limiter.waiting,
      isShedding: isShedding(),
      isSheddingBatch: isSheddingBatch() || limiter.isCrowded(batchWaitShare),
    }),
  };
}

function readLength(header: string | undefined): number | undefined {
  const length = Number(header ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : undefined;
}
