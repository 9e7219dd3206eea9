// A real HTTP server on loopback that behaves, and misbehaves, as the test says.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request; `attempt` counts from 1 over all requests. */
export type Answer = (response: ServerResponse, request: IncomingMessage, attempt: number) => void;

/** An upstream under test. */
export interface Upstream {
  readonly url: string;
  /** Requests that have arrived. */
  requestCount(): number;
  /** Sockets that are open. */
  socketCount(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a server that gives every request to `answer`. */
export async function startUpstream(answer: Answer): Promise<Upstream> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    answer(response, request, count);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requestCount: () => count,
    socketCount: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, open) => (error ? reject(error) : resolve(open)));
      }),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
