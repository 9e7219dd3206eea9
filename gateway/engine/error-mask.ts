// What of an error leaves the gateway: a code of the table, its place, and words that are ours.
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import { type ErrorCode, errorTable, findErrorEntry } from '../errors.ts';

// Beside the code, these may be seen; whoever sets them sees to it that they hold nothing internal.
const shownExtensions = ['service', 'coordinates', 'header', 'expected', 'estimated', 'max'];

/** Of faults that Apollo Server tells apart by their status alone: a mutation by GET, a GET of another type. */
const codeByStatus = new Map<unknown, ErrorCode>([
  [405, 'METHOD_NOT_ALLOWED'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
]);

/** Apollo Server's `formatError`. */
export function maskServerError(
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const http = error instanceof GraphQLError ? error.extensions['http'] : undefined;
  const { status } = (http ?? {}) as { readonly status?: unknown };
  const code = codeByStatus.get(status);
  return maskError(code ? { ...formatted, extensions: { code } } : formatted);
}

/**
 * Masks an error. A code that is not in the table, and any fault without one, becomes
 * `INTERNAL_SERVER_ERROR` without its message.
 */
export function maskError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { message, locations, path, extensions = {} } = formatted;
  const code = extensions['code'];
  const entry = findErrorEntry(code);
  const isMasked = !entry || code === 'INTERNAL_SERVER_ERROR';
  const shown = isMasked
    ? []
    : shownExtensions.flatMap((name) => (name in extensions ? [[name, extensions[name]]] : []));
  return {
    message: isMasked ? errorTable.INTERNAL_SERVER_ERROR.meaning : message,
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: {
      code: isMasked ? 'INTERNAL_SERVER_ERROR' : code,
      ...Object.fromEntries(shown),
    },
  };
}
