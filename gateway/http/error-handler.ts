// Turns faults of routing and body reading into refusals. Nothing internal is said.
import type { FastifyError, FastifyInstance } from 'fastify';

import { isCodedError } from '../../runtime/coded-error.ts';
import type { Log } from '../../runtime/log.ts';
import { type ErrorCode, errorTable } from '../errors.ts';
import { type Refusal, sendRefusal } from './refusal.ts';

const codeByStatus = new Map<number, ErrorCode>([
  [404, 'ROUTE_NOT_FOUND'],
  [405, 'METHOD_NOT_ALLOWED'],
  [413, 'PAYLOAD_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
]);

/** Sets the handlers for errors and for paths that lead nowhere. */
export function registerErrorHandlers(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, { code: 'ROUTE_NOT_FOUND' }));
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const refusal = describeFault(error);
    if (refusal.code === 'INTERNAL_SERVER_ERROR') log.error({ err: error }, 'http.failed');
    return sendRefusal(reply, refusal);
  });
}

function describeFault(error: FastifyError): Refusal {
  if (isCodedError(error) && error.kind === 'client' && Object.hasOwn(errorTable, error.code)) {
    const message = error.message === '' ? undefined : error.message;
    return { code: error.code as ErrorCode, message };
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) return { code: 'INTERNAL_SERVER_ERROR' };
  return { code: codeByStatus.get(status) ?? 'BAD_REQUEST', status };
}
