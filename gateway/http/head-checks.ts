// What Node refuses by itself about the head of a request, without a body: refused here, in our own shape.
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { FastifyInstance } from 'fastify';

import { securityHeaders } from '../../runtime/http/security-headers.ts';
import { sendRefusal, writeRefusal } from './refusal.ts';

const noHost = 'HTTP/1.1 needs a Host header.';
const unknownExpectation = 'The Expect header may say 100-continue and nothing else.';

/** Adds the checks. Node must have been told not to require a Host header. */
export function registerHeadChecks(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    const { headers, httpVersion } = raw;
    if (headers.host !== undefined || httpVersion !== '1.1') return undefined;
    return sendRefusal(reply, {
      code: 'BAD_REQUEST',
      message: noHost,
      headers: { connection: 'close' },
    });
  });
  app.server.on('checkExpectation', refuseExpectation);
}

function refuseExpectation({ headers }: IncomingMessage, response: ServerResponse): void {
  const refusal = { code: 'BAD_REQUEST', message: unknownExpectation, status: 417 } as const;
  const refused = writeRefusal(refusal, headers.accept);
  response
    .writeHead(refused.status, {
      ...securityHeaders,
      ...Object.fromEntries(refused.headers),
      // Whether a body follows is not known.
      connection: 'close',
      'content-length': Buffer.byteLength(refused.body.string),
    })
    .end(refused.body.string);
}
