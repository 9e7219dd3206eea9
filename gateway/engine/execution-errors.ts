// The errors of an operation that is not run, or not to its end.
import { GraphQLError } from 'graphql';

import { isCodedError } from '../../runtime/coded-error.ts';
import { type ErrorCode, errorTable } from '../errors.ts';

/** Of an operation that is refused before it runs, with the status of its code. */
export function createPlanError(code: ErrorCode, message: string): GraphQLError {
  const { status } = errorTable[code] as { status?: number };
  return new GraphQLError(message, {
    extensions: { code, ...(status === undefined ? {} : { http: { status } }) },
  });
}

/** Of whatever was thrown; what has no code for clients is masked later. */
export function createExecutionError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (isCodedError(error, 'DEADLINE_EXCEEDED')) {
    return createPlanError('DEADLINE_EXCEEDED', errorTable.DEADLINE_EXCEEDED.meaning);
  }
  const cause = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(cause.message, { originalError: cause });
}
