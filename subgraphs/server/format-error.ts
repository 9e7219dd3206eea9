// What of an error leaves the subgraph: its path, an allowed code and our own words.
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import type { Log } from '../../runtime/log.ts';
import { errorMessages, isErrorCode } from './error-codes.ts';

// What graphql-js and Apollo Server find wrong with a request; their messages quote only the request.
const requestCodes = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Makes Apollo Server's `formatError`. What is not allowed is logged here and masked. */
export function createErrorFormatter(log: Log) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    const code = formatted.extensions?.['code'];
    const service = formatted.extensions?.['service'];
    const place = {
      ...(formatted.locations ? { locations: formatted.locations } : {}),
      ...(formatted.path ? { path: formatted.path } : {}),
    };

    const isAllowed =
      original instanceof GraphQLError &&
      code !== 'INTERNAL_SERVER_ERROR' &&
      (isErrorCode(code) || requestCodes.has(String(code)));
    if (!isAllowed) {
      log.error({ err: original, path: formatted.path?.join('.') }, 'subgraph.unexpected_error');
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
  };
}
