// What of an error leaves the subgraph: its path, an allowed code and our own words.
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import type { Log, LogFields } from '../../runtime/log.ts';
import { errorMessages, isErrorCode } from './error-codes.ts';

/** What becomes of errors on their way out. */
export interface ErrorFormatter {
  /** Logs those that no client is told of, with the ids of their request; each once. */
  reportUnexpected(errors: readonly GraphQLError[], ids: LogFields): void;
  /** Apollo Server's `formatError`. What is not allowed is masked, and logged if nobody has. */
  format(this: void, formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
}

// What graphql-js and Apollo Server find wrong with a request; their messages quote only the request.
const requestCodes = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Creates the formatter of one server. */
export function createErrorFormatter(log: Log): ErrorFormatter {
  const reported = new WeakSet<object>();
  const report = (error: unknown, path: string | undefined, ids: LogFields): void => {
    const isObject = typeof error === 'object' && error !== null;
    if (isObject && reported.has(error)) return;
    if (isObject) reported.add(error);
    log.error({ err: unwrapResolverError(error), path, ...ids }, 'subgraph.unexpected_error');
  };

  return {
    reportUnexpected(errors, ids) {
      for (const error of errors) {
        const isExpected = isAllowed(unwrapResolverError(error), error.extensions['code']);
        if (!isExpected) report(error, error.path?.join('.'), ids);
      }
    },
    format(formatted, error) {
      const code = formatted.extensions?.['code'];
      const service = formatted.extensions?.['service'];
      const place = {
        ...(formatted.locations ? { locations: formatted.locations } : {}),
        ...(formatted.path ? { path: formatted.path } : {}),
      };
      if (!isAllowed(unwrapResolverError(error), code)) {
        report(error, formatted.path?.join('.'), {});
        return {
          message: errorMessages.INTERNAL_SERVER_ERROR,
          ...place,
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        };
      }
      return {
        message: formatted.message,
        ...place,
        extensions: { code, ...(typeof service === 'string' ? { service } : {}) },
      };
    },
  };
}

function isAllowed(original: unknown, code: unknown): boolean {
  return (
    original instanceof GraphQLError &&
    code !== 'INTERNAL_SERVER_ERROR' &&
    (isErrorCode(code) || requestCodes.has(String(code)))
  );
}
