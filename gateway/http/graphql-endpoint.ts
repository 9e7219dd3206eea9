// A path where GraphQL is spoken, whatever answers there: Fastify's requests in, its replies out.
import { Readable } from 'node:stream';

import type { HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { GraphQLRequest } from './graphql-request.ts';
import { sendRefusal } from './refusal.ts';

/** Answers one request of an endpoint. */
export type AnswerGraphQL = (
  graphQLRequest: GraphQLRequest,
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
      sendGraphQLResponse(reply, await answer(readGraphQLRequest(request), reply)),
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

function readGraphQLRequest({ method, headers, url, body }: FastifyRequest): GraphQLRequest {
  const at = url.indexOf('?');
  const search = at === -1 ? '' : url.slice(at);
  return { method: method.toUpperCase(), headers, search, body };
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
