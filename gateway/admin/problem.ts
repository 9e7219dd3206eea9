// What the admin port answers where it cannot do as it is asked.
import { STATUS_CODES } from 'node:http';

import type { FastifyReply } from 'fastify';

/** Sends an RFC 9457 problem. */
export function sendProblem(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .status(status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ title: STATUS_CODES[status] ?? 'Error', status }));
}
