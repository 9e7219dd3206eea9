// Translates between Fastify's requests and replies and those of the engines.
import { type HTTPGraphQLRequest, type HTTPGraphQLResponse, HeaderMap } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What of a request the guard looks at before the engine reads all of it. */
export interface OperationInput {
  readonly query?: string | undefined;
  readonly operationName?: string | undefined;
  readonly variables?: unknown;
}

/** Takes over a request as it is. */
export function toGraphQLRequest(request: FastifyRequest): HTTPGraphQLRequest {
  const headers = new HeaderMap();
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

/** Finds the operation in a request; what is not well-formed is left to the engine to refuse. */
export function readOperationInput(request: FastifyRequest): OperationInput {
  if (request.method === 'GET') {
    const parameters = new URLSearchParams(readSearch(request));
    return {
      query: parameters.get('query') ?? undefined,
      operationName: parameters.get('operationName') ?? undefined,
      variables: parseOrNothing(parameters.get('variables')),
    };
  }
  const body: unknown = request.body;
  if (typeof body !== 'object' || body === null) return {};
  const { query, operationName, variables } = body as Record<string, unknown>;
  return {
    query: typeof query === 'string' ? query : undefined,
    operationName: typeof operationName === 'string' ? operationName : undefined,
    variables,
  };
}

/** Sends what an engine answered. */
export function sendGraphQLResponse(
  reply: FastifyReply,
  { status, headers, body }: HTTPGraphQLResponse,
): FastifyReply {
  if (body.kind !== 'complete') throw new Error('The engine answered in parts.');
  for (const [name, value] of headers) void reply.header(name, value);
  return reply.status(status ?? 200).send(body.string);
}

function readSearch({ url }: FastifyRequest): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at);
}

function parseOrNothing(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
