// What an engine gives for an operation that its caller has nothing left for; the answer is written at the door.
import { GraphQLError } from 'graphql';

import { errorTable } from '../../errors.ts';

/** Creates the error. */
export function createRateLimitError(): GraphQLError {
  const code = 'RATE_LIMITED';
  const { meaning, status } = errorTable[code];
  return new GraphQLError(meaning, { extensions: { code, http: { status } } });
}
