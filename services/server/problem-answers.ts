// Turns whatever goes wrong in a request into a problem, and lets nothing internal out.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';

import type { Log } from '../../runtime/log.ts';
import { readTraceId } from '../../runtime/trace-context.ts';
import { problemContentType, ServiceProblem, toProblemDocument } from './problem.ts';
import type { Service } from './service.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const frameworkFaults = new Map<string, readonly [code: string, status: number, detail: string]>([
  ['FST_ERR_CTP_BODY_TOO_LARGE', ['BODY_TOO_LARGE', 413, 'The body is larger than 1 MB.']],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', ['MEDIA_TYPE', 415, 'The body must be application/json.']],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', ['INVALID_BODY', 400, 'The body must not be empty.']],
  ['FST_ERR_CTP_INVALID_JSON_BODY', ['INVALID_BODY', 400, 'The body is not valid JSON.']],
  ['FST_ERR_BAD_URL', ['INVALID_PARAMETER', 400, 'The path is not a valid URL path.']],
  ['FST_ERR_MAX_PARAM_LENGTH', ['URL_TOO_LONG', 414, 'A part of the path is too long.']],
]);

const clientFaults = new Map<string, readonly [code: string, status: number, detail: string]>([
  ['HPE_HEADER_OVERFLOW', ['HEADERS_TOO_LARGE', 431, 'The head of the request is too large.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['REQUEST_TIMEOUT', 408, 'The request took too long to arrive.']],
]);

/** Answers errors, unknown paths and unknown methods as problems. Call after the routes are registered. */
export function answerProblems(service: Service, log: Log): void {
  service.setErrorHandler((error, request, reply) => {
    const fault = toServiceProblem(error);
    if (fault.status >= 500) {
      const traceId = readTraceId(request.headers);
      log.error({ err: error, correlationId: request.id, traceId }, 'request.failed');
    }
    return sendProblem(fault, request, reply);
  });
  service.setNotFoundHandler((request, reply) =>
    sendProblem(new ServiceProblem('NOT_FOUND', 404, 'There is nothing here.'), request, reply),
  );
}

/** Answers a request that fails before it reaches a route, such as one with a broken URL. */
export function answerFrameworkError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void sendProblem(toServiceProblem(error), request, reply);
}

/** Answers what is not even HTTP, or has too large a head, on the bare socket, and closes it. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  const [code, status, detail] = clientFaults.get(error.code) ?? [
    'INVALID_REQUEST',
    400,
    'The request is not valid HTTP.',
  ];
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(
    toProblemDocument(new ServiceProblem(code, status, detail), 'unknown'),
  );
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: ${problemContentType}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Collects the routes as they are registered; the result adds a 405 for each other method. */
export function collectMethods(service: Service): () => void {
  const methodsByPath = new Map<string, Set<string>>();
  service.addHook('onRoute', (route) => {
    const known = methodsByPath.get(route.url) ?? new Set();
    for (const method of [route.method].flat()) known.add(method);
    methodsByPath.set(route.url, known);
  });

  return () => {
    for (const [url, known] of methodsByPath) {
      const allow = [...known].sort().join(', ');
      service.route({
        method: methods.filter((method) => !known.has(method)),
        url,
        schema: { hide: true },
        // Before the body is read: a body of a refused method is nobody's.
        onRequest: (_request, reply, done) => {
          void reply.header('allow', allow);
          done(new ServiceProblem('METHOD_NOT_ALLOWED', 405, `Allowed here: ${allow}.`));
        },
        handler: (_request, reply) => reply.send(),
      });
    }
  };
}

function toServiceProblem(error: unknown): ServiceProblem {
  if (error instanceof ServiceProblem) return error;
  const code = readProperty(error, 'code');
  const known = typeof code === 'string' ? frameworkFaults.get(code) : undefined;
  if (known) return new ServiceProblem(...known);
  const status = readProperty(error, 'statusCode');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new ServiceProblem('INVALID_REQUEST', status, 'The request cannot be read.');
  }
  return new ServiceProblem('INTERNAL', 500, 'The service failed; the fault is in its log.');
}

function readProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function sendProblem(fault: ServiceProblem, request: FastifyRequest, reply: FastifyReply) {
  return reply
    .code(fault.status)
    .header('content-type', problemContentType)
    .header('cache-control', 'no-store')
    .serializer((document: unknown) => JSON.stringify(document))
    .send(toProblemDocument(fault, request.id));
}
