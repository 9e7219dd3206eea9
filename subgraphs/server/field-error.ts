// Errors that resolvers throw: they null their own field, and the other branches live.
import { GraphQLError } from 'graphql';

import { type ErrorCode, errorMessages } from './error-codes.ts';

/** Makes the error of a code. `service` names the REST service at fault. */
export function createFieldError(
  code: ErrorCode,
  details: { readonly message?: string; readonly service?: string; readonly cause?: unknown } = {},
): GraphQLError {
  const { message = errorMessages[code], service, cause } = details;
  return new GraphQLError(message, {
    extensions: { code, ...(service === undefined ? {} : { service }) },
    ...(cause instanceof Error ? { originalError: cause } : {}),
  });
}

/** Refuses an input; `message` says which one and what is expected. */
export function createInputError(message: string): GraphQLError {
  return createFieldError('BAD_USER_INPUT', { message });
}

/** Whether an error bears this code. */
export function hasErrorCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof GraphQLError && error.extensions['code'] === code;
}
