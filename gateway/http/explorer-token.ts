// Gives the developer's token to the explorer's page on the same machine, and to nobody else.
import { readFile } from 'node:fs/promises';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Log } from '../../runtime/log.ts';
import { isLoopbackAddress, isLoopbackHost } from '../../runtime/loopback-address.ts';
import { sendRefusal } from './refusal.ts';

const path = '/explorer/developer-token';

/** Adds the route. Each request reads the file anew: a restarted stack writes a fresh token. */
export function registerDeveloperToken(app: FastifyInstance, tokenFile: string, log: Log): void {
  app.get(path, async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    if (!isOwnPage(request)) return sendRefusal(reply, { code: 'ROUTE_NOT_FOUND' });
    try {
      const token = (await readFile(tokenFile, 'utf8')).trim();
      return await reply.send({ token });
    } catch (error) {
      log.error({ err: error }, 'explorer.developer_token_unreadable');
      return sendRefusal(reply, { code: 'ROUTE_NOT_FOUND' });
    }
  });
}

/**
 * Whether a request comes from this gateway's own page in a browser on this machine. A foreign page
 * is told by `Sec-Fetch-Site`, which no script can set; a foreign name that resolves to this machine
 * (DNS rebinding) by `Host`; another machine by its address.
 */
function isOwnPage({ headers, socket }: FastifyRequest): boolean {
  return (
    headers['sec-fetch-site'] === 'same-origin' &&
    isLoopbackHost(headers.host) &&
    isLoopbackAddress(socket.remoteAddress)
  );
}
