// Turns faults of HTTP, of routing and of body reading into refusals. Nothing internal is said.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import type {
  ConnectionError,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from 'fastify';

import { isCodedError } from '../../runtime/coded-error.ts';
import { correlationIdHeader } from '../../runtime/correlation-id.ts';
import type { Log } from '../../runtime/log.ts';
import { readTraceId } from '../../runtime/trace-context.ts';
import { type ErrorCode, errorTable } from '../errors.ts';
import { type Refusal, sendRefusal, writeRefusal } from './refusal.ts';

const codeByStatus = new Map<number, ErrorCode>([
  [404, 'ROUTE_NOT_FOUND'],
  [405, 'METHOD_NOT_ALLOWED'],
  [413, 'PAYLOAD_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
]);

const socketFaults = new Map<string, readonly [status: number, message: string]>([
  ['HPE_HEADER_OVERFLOW', [431, 'The head of the request is too large.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'The request took too long to arrive.']],
]);

// No route answers by another one; some refuse them.
const answeredMethods = new Set(['GET', 'POST']);

/**
 * Sets the handlers for errors, for paths that lead nowhere, and for methods that a path does not know. Call
 * it before the routes are registered.
 */
export function registerErrorHandlers(app: FastifyInstance, log: Log): void {
  const methodsByPath = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsByPath.get(url) ?? new Set();
    for (const one of [method].flat()) if (answeredMethods.has(one)) known.add(one);
    methodsByPath.set(url, known);
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const methods = methodsByPath.get(path);
    if (!methods?.size) return sendRefusal(reply, { code: 'ROUTE_NOT_FOUND' });
    const allow = [...methods].sort().join(', ');
    return sendRefusal(reply, { code: 'METHOD_NOT_ALLOWED', headers: { allow } });
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = describeFault(error);
    if (refusal.code === 'INTERNAL_SERVER_ERROR') {
      const correlationId = reply.getHeader(correlationIdHeader);
      const traceId = readTraceId(request.headers);
      log.error({ err: error, correlationId, traceId }, 'http.failed');
    }
    return sendRefusal(reply, refusal);
  });
}

/** Answers a request that fails before it reaches a route, such as one with a broken URL. */
export function answerFrameworkError(
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  void sendRefusal(reply, describeFault(error));
}

/** Answers what is not even HTTP, or has too large a head, on the bare socket, and closes it. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, message] = socketFaults.get(error.code) ?? [400, 'The request is not valid HTTP.'];
  const { headers, body } = writeRefusal({ code: 'BAD_REQUEST', message, status }, undefined);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n` +
      `content-type: ${headers.get('content-type') ?? ''}\r\n` +
      `content-length: ${Buffer.byteLength(body.string)}\r\nconnection: close\r\n\r\n${body.string}`,
  );
}

/** Says of a fault what a client may know. */
export function describeFault(error: unknown): Refusal {
  if (isCodedError(error) && error.kind === 'client' && Object.hasOwn(errorTable, error.code)) {
    const message = error.message === '' ? undefined : error.message;
    return { code: error.code as ErrorCode, message };
  }
  const status = (error as Partial<FastifyError> | null | undefined)?.statusCode ?? 500;
  if (status >= 500) return { code: 'INTERNAL_SERVER_ERROR' };
  return { code: codeByStatus.get(status) ?? 'BAD_REQUEST', status };
}
