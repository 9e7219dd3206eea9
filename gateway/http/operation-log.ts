// One line in the log for each request of /graphql.
import type { Log } from '../../runtime/log.ts';
import type { RequestContext } from './request-context.ts';

/** What the line is made of. */
export interface OperationSummary {
  readonly correlationId: string;
  readonly status: number;
  readonly durationMs: number;
  readonly errorCodes: readonly string[];
  /** Absent where the request was refused before it was executed. */
  readonly context?: RequestContext | undefined;
}

/** Logs a request that was answered. Variables, tokens and the subject are not in the line. */
export function logOperation(log: Log, summary: OperationSummary): void {
  const { context, durationMs, ...facts } = summary;
  const cost = context?.cost.report().totals;
  log.info(
    {
      ...facts,
      durationMs: Math.round(durationMs * 10) / 10,
      ...(context
        ? {
            operationName: context.record.operationName,
            operationType: context.record.operationType,
            clientName: context.client.name,
            clientVersion: context.client.version,
            traceId: context.trace.traceId,
            isSignedIn: context.identity !== undefined,
            isCallerGone: context.caller.isCancelled,
            fetches: cost?.fetches,
            restCalls: cost?.restCalls,
          }
        : {}),
    },
    'operation.answered',
  );
}
