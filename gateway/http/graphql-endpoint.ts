// A path where GraphQL is spoken, whatever answers there: Fastify's requests in, its replies out.
import { Readable } from 'node:stream';

import type { HTTPGraphQLRequest, HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { createHeaderMap } from './header-map.ts';
import { sendRefusal } from './refusal.ts';

/** Answers one request of an endpoint; an Apollo Server's `executeHTTPGraphQLRequest` behind it fits. */
export type AnswerGraphQL = (
  graphQLRequest: HTTPGraphQLRequest,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<HTTPGraphQLResponse>;

/** Adds the endpoint. GET and POST are answered, OPTIONS belongs to CORS, all else is refused. */
export function registerGraphQLEndpoint(
  app: FastifyInstance,
  path: string,
  answer: AnswerGraphQL,
): void {
  app.route({
    method: ['GET', 'POST'],
    url: path,
    handler: async (request, reply) =>
      sendGraphQLResponse(reply, await answer(toGraphQLRequest(request), request, reply)),
  });
  app.route({
    method: ['HEAD', 'PUT', 'PATCH', 'DELETE'],
    url: path,
    // Before its body is read, which might be of a type that is not.
    onRequest: async (_request, reply) =>
      sendRefusal(reply, { code: 'METHOD_NOT_ALLOWED', headers: { allow: 'GET, POST' } }),
    handler: () => undefined,
  });
}

function readSearch({ url }: FastifyRequest): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at);
}

function toGraphQLRequest(request: FastifyRequest): HTTPGraphQLRequest {
  const headers = createHeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return {
    method: request.method.toUpperCase(),
    headers,
    search: readSearch(request),
    body: request.body,
  };
}

function sendGraphQLResponse(
  reply: FastifyReply,
  { status, headers, body }: HTTPGraphQLResponse,
): FastifyReply {
  for (const [name, value] of headers) void reply.header(name, value);
  return reply
    .status(status ?? 200)
    .send(body.kind === 'complete' ? body.string : Readable.from(body.asyncIterator));
}
