// One line in the log for each request of /graphql.
import type { Log } from '../../runtime/log.ts';
import { createOperationDigest } from '../telemetry/operation-digest.ts';
import { type OperationReport, splitPhases } from '../telemetry/operation-report.ts';

/** Logs a request that was answered; nothing is worked out while the level is off. */
export type LogOperation = (report: OperationReport) => void;

/** Creates what writes the lines. Variables, tokens and the subject are in none of them. */
export function createOperationLog(log: Log): LogOperation {
  const digest = createOperationDigest();
  return (report) => {
    if (!log.isLevelEnabled('info')) return;
    const { context, times, query } = report;
    const answeredAtMs = times.answeredAtMs ?? times.readAtMs;
    const { read, guard, wait, plan, fetches, write } = splitPhases(report);
    const facts = {
      correlationId: report.correlationId,
      status: report.status,
      durationMs: roundMs(answeredAtMs - times.receivedAtMs),
      readMs: roundMs(read),
      guardMs: roundMs(guard),
      errorCodes: report.errorCodes,
      requestBytes: report.requestBytes,
      responseBytes: report.responseBytes,
      operationHash: query === undefined ? undefined : digest(query),
    };
    if (!context) {
      log.info(facts, 'operation.answered');
      return;
    }
    const { record, client, dimensions, cost } = context;
    log.info(
      {
        ...facts,
        waitMs: roundMs(wait),
        planMs: roundMs(plan),
        fetchesMs: roundMs(fetches),
        writeMs: roundMs(write),
        operationName: record.operationName,
        operationType: record.operationType,
        clientName: client.name,
        clientVersion: client.version,
        brand: dimensions.brand,
        market: dimensions.market,
        traceId: context.trace.traceId,
        isSignedIn: context.identity !== undefined,
        isCallerGone: context.caller.isCancelled,
        fetches: cost.fetchCount,
        restCalls: cost.restCallCount,
        release: report.supergraphId,
      },
      'operation.answered',
    );
  };
}

function roundMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
