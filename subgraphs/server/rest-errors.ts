// Turns what a REST call ended in into an error of the field that needed it.
import type { GraphQLError } from 'graphql';

import { isCodedError } from '../../runtime/coded-error.ts';
import type { HttpReply } from '../../runtime/http/http-client.ts';
import { type ErrorCode, errorMessages, isErrorCode } from './error-codes.ts';
import { createFieldError } from './field-error.ts';
import { parseProblem } from './rest-json.ts';
import { describeRefusal } from './rest-refusal.ts';

const refusedStatuses = new Set([400, 409, 410, 413, 414, 422]);

const upstreamCodes = new Map<string, ErrorCode>([
  ['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT'],
  ['DEADLINE_EXCEEDED', 'UPSTREAM_TIMEOUT'],
  ['UPSTREAM_UNREACHABLE', 'UPSTREAM_UNAVAILABLE'],
  ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE'],
  // Nobody will read it.
  ['REQUEST_ABORTED', 'UPSTREAM_UNAVAILABLE'],
  ['UPSTREAM_REDIRECT', 'UPSTREAM_INVALID_RESPONSE'],
  ['RESPONSE_TOO_LARGE', 'UPSTREAM_INVALID_RESPONSE'],
]);

/** The error of a call that got no reply, or one that was refused. */
export function toTransportError(service: string, error: unknown): unknown {
  const code = isCodedError(error) ? upstreamCodes.get(error.code) : undefined;
  return code === undefined ? error : createServiceError(service, code, error);
}

/**
 * The error of a reply whose status is neither success nor an expected "not there". `path` is what
 * was asked for.
 */
export function toStatusError(service: string, reply: HttpReply, path: string): GraphQLError {
  const { code, detail, parameter } = parseProblem(reply);
  const isRefusal = reply.status >= 400 && reply.status < 500;
  if (refusedStatuses.has(reply.status) || (isRefusal && isErrorCode(code))) {
    const known = isErrorCode(code) ? code : 'BAD_USER_INPUT';
    const message = describeRefusal({ code: known, path, detail, parameter });
    return createFieldError(known, { message, service });
  }
  const isBusy = reply.status === 429 || reply.status === 503;
  return createServiceError(service, isBusy ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_ERROR');
}

/** The error of one entry that a batch or a calculation refused. */
export function toEntryError(
  service: string,
  failure: { readonly code: string; readonly detail?: string },
): GraphQLError {
  const code = isErrorCode(failure.code) ? failure.code : 'BAD_USER_INPUT';
  const message = describeRefusal({ code, path: '', detail: failure.detail });
  return createFieldError(code, { message, service });
}

/** The error of a reply that does not keep to the contract. */
export function createContractError(service: string): GraphQLError {
  return createServiceError(service, 'UPSTREAM_INVALID_RESPONSE');
}

function createServiceError(service: string, code: ErrorCode, cause?: unknown): GraphQLError {
  return createFieldError(code, {
    message: errorMessages[code].replace('The service', `The ${service} service`),
    service,
    cause,
  });
}
