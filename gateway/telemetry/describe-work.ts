// What the line of an invocation on AWS Lambda says of an operation.
import type { WorkFigures } from '../../runtime/lambda/invocation-metrics.ts';
import type { OperationReport } from './operation-report.ts';

/** Picks the figures. The type of an operation is told only of one that is valid. */
export function describeWork({ context, errorCodes, supergraphId }: OperationReport): WorkFigures {
  const { record, cost } = context ?? {};
  return {
    operation: record?.operationName,
    operationType: record?.operationType,
    execution: context ? (record?.execution ?? 'failed') : 'refused',
    release: supergraphId,
    errors: errorCodes.length,
    fetches: cost?.fetchCount ?? 0,
    restCalls: cost?.restCallCount ?? 0,
    cacheHits: cost?.cacheHits ?? 0,
    cacheMisses: cost?.cacheMisses ?? 0,
  };
}
