// What is known of one request by the time it is answered; becomes its one line in the log.

import type { UsedOperation } from './usage/used-operation.ts';

/** Filled in along the way. */
export interface OperationRecord {
  /** Of the document; absent for anonymous operations and refused requests. */
  operationName?: string | undefined;
  operationType?: 'query' | 'mutation' | 'subscription' | undefined;
  /** How far it got: `none` without data, `partial` with data and errors. Absent until answered. */
  execution?: 'none' | 'partial' | 'complete' | undefined;
  /** When its plan was there, on the monotonic clock; absent where the engine cannot tell. */
  plannedAtMs?: number | undefined;
  /** When its turn came to be executed. */
  begunAtMs?: number | undefined;
  /** What usage knows it as; absent where it was refused or usage is not counted. */
  usedOperation?: UsedOperation | undefined;
  /** Whether usage counts the fields of its answer. */
  isSampled?: boolean | undefined;
  /** Codes of the errors in the answer, each once. */
  readonly errorCodes: Set<string>;
}

/** Creates the record of a request of which nothing is known yet. */
export function createOperationRecord(): OperationRecord {
  return { errorCodes: new Set() };
}
