// One line in the log for each request of /graphql.
import type { Log } from '../../runtime/log.ts';
import { createOperationDigest } from '../telemetry/operation-digest.ts';
import { type OperationReport, splitPhases } from '../telemetry/operation-report.ts';

/** Logs a request that was answered; nothing is worked out while the level is off. */
export type LogOperation = (report: OperationReport) => void;

/** Creates what writes the lines. Variables, tokens and the subject are in none of them. */
export function createOperationLog(log: Log): LogOperation {
  const digest = createOperationDigest();
  const write = log.prepareEvent('operation.answered');
  return (report) => {
    if (!log.isLevelEnabled('info')) return;
    const { context, times, query } = report;
    const answeredAtMs = times.answeredAtMs ?? times.readAtMs;
    const { read, guard, plan, wait, fetches, write: writing } = splitPhases(report);
    const { record, client, dimensions, cost } = context ?? {};
    // Without a context, what is known of it only is left out: undefined is not written.
    write({
      correlationId: report.correlationId,
      traceId: report.trace.traceId,
      xrayTraceId: report.trace.xrayTraceId,
      status: report.status,
      errorCodes: report.errorCodes,
      operationName: record?.operationName,
      operationType: record?.operationType,
      operationHash: query === undefined ? undefined : digest(query),
      clientName: client?.name,
      clientVersion: client?.version,
      keyId: context?.app?.keyId,
      brand: dimensions?.brand,
      market: dimensions?.market,
      isSignedIn: context && context.identity !== undefined,
      isCallerGone: context?.caller.isCancelled,
      durationMs: roundMs(answeredAtMs - times.receivedAtMs),
      readMs: roundMs(read),
      guardMs: roundMs(guard),
      planMs: roundMs(plan),
      waitMs: roundMs(wait),
      fetchesMs: roundMs(fetches),
      writeMs: roundMs(writing),
      fetches: cost?.fetchCount,
      restCalls: cost?.restCallCount,
      cacheHits: cost?.cacheHits,
      cacheMisses: cost?.cacheMisses,
      requestBytes: report.requestBytes,
      responseBytes: report.responseBytes,
      release: report.supergraphId,
    });
  };
}

function roundMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
