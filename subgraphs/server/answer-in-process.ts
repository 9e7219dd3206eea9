// Lets a gateway in the same process ask a subgraph without a socket between them.
import type { FastifyInstance } from 'fastify';

import type { AnswerInProcess } from '../../runtime/http/in-process-exchange.ts';

/** Hands requests to the app's routes, hooks and limits as if they had come by its socket. */
export function createAnswerInProcess(app: FastifyInstance): AnswerInProcess {
  return async ({ method, url, headers, body }, signal) => {
    const reply = await app.inject({
      method,
      url: { pathname: url.pathname, query: url.search.slice(1) },
      headers: { ...headers, host: url.host },
      payload: typeof body === 'object' ? Buffer.from(body) : (body ?? ''),
      signal,
    });
    return {
      status: reply.statusCode,
      headers: reply.headers as Readonly<Record<string, string | readonly string[]>>,
      bodyBytes: reply.rawPayload,
    };
  };
}
