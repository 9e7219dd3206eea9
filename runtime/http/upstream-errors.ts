// The faults that talking to an upstream can end in. Messages name the upstream, never its URL.
import type { Cancellation } from '../cancellation.ts';
import { CodedError, type ErrorFields, isCodedError } from '../coded-error.ts';

/** The codes that `HttpClient.request` rejects with. */
export type UpstreamErrorCode =
  /** No whole reply by the deadline. */
  | 'UPSTREAM_TIMEOUT'
  /** No connection, or one that broke off. */
  | 'UPSTREAM_UNREACHABLE'
  /** Not tried: the breaker is open, or too many requests are waiting. */
  | 'UPSTREAM_UNAVAILABLE'
  /** The reply points elsewhere; redirects are not followed. */
  | 'UPSTREAM_REDIRECT'
  /** The reply is above the byte cap. */
  | 'RESPONSE_TOO_LARGE'
  /** Whoever asked is gone. */
  | 'REQUEST_ABORTED'
  /** The request itself cannot be sent, such as a header with a line break. */
  | 'REQUEST_INVALID';

const messages: Readonly<Record<UpstreamErrorCode, (upstream: string) => string>> = {
  UPSTREAM_TIMEOUT: (upstream) => `${upstream} did not answer in time.`,
  UPSTREAM_UNREACHABLE: (upstream) => `${upstream} could not be reached.`,
  UPSTREAM_UNAVAILABLE: (upstream) => `${upstream} is not available at the moment.`,
  UPSTREAM_REDIRECT: (upstream) => `${upstream} answered with a redirect, which is refused.`,
  RESPONSE_TOO_LARGE: (upstream) => `${upstream} answered with more bytes than are accepted.`,
  REQUEST_ABORTED: (upstream) => `The request to ${upstream} was given up by its caller.`,
  REQUEST_INVALID: (upstream) => `The request to ${upstream} could not be sent as it is.`,
};

/** Makes the error of `code`. */
export function createUpstreamError(
  code: UpstreamErrorCode,
  upstream: string,
  fields: ErrorFields = {},
  cause?: unknown,
): CodedError {
  return new CodedError({
    code,
    kind: code === 'REQUEST_INVALID' || code === 'REQUEST_ABORTED' ? 'internal' : 'upstream',
    message: messages[code](upstream),
    cause,
    fields: { upstream, ...fields },
  });
}

/** Turns whatever an attempt threw into a coded error; `wanted` tells a timeout from a caller who left. */
export function classifyFault(error: unknown, upstream: string, wanted: Cancellation): CodedError {
  if (isCodedError(error) && error.code !== 'DEADLINE_EXCEEDED') return error;
  if (wanted.isCancelled) {
    const code = isCodedError(wanted.reason, 'DEADLINE_EXCEEDED')
      ? 'UPSTREAM_TIMEOUT'
      : 'REQUEST_ABORTED';
    return createUpstreamError(code, upstream, {}, error);
  }
  const networkCode = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return createUpstreamError(
    networkCode === 'UND_ERR_INVALID_ARG' ? 'REQUEST_INVALID' : 'UPSTREAM_UNREACHABLE',
    upstream,
    { networkCode },
    error,
  );
}
