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

/** Where the endpoint is, and what it takes. */
export interface GraphQLEndpointOptions {
  readonly path: string;
  readonly isGetAnswered: boolean;
}

/** Adds the endpoint. POST and, unless told otherwise, GET are answered, OPTIONS belongs to CORS, all else is refused. */
export function registerGraphQLEndpoint(
  app: FastifyInstance,
  { path: url, isGetAnswered }: GraphQLEndpointOptions,
  answer: AnswerGraphQL,
): void {
  const answered = isGetAnswered ? ['GET', 'POST'] : ['POST'];
  const refused = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'].filter(
    (method) => !answered.includes(method),
  );
  app.route({
    method: answered,
    url,
    handler: async (request, reply) =>
      sendGraphQLResponse(reply, await answer(readGraphQLRequest(request), reply)),
  });
  app.route({
    method: refused,
    url,
    // Before its body is read, which might be of a type that is not.
    onRequest: async (_request, reply) =>
      sendRefusal(reply, { code: 'METHOD_NOT_ALLOWED', headers: { allow: answered.join(', ') } }),
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
