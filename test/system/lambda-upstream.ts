// A subgraph of canned answers, whose connections and time the test has in its hands.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** An upstream that runs. */
export interface CannedUpstream {
  readonly url: string;
  /** Of the requests that arrived. */
  readonly received: IncomingHttpHeaders[];
  readonly connectionCount: () => number;
  /** What it answers from now on; `undefined` for never. */
  answerWith(data: unknown): void;
  /** Closes every connection, as a server does with idle ones. */
  closeConnections(): Promise<void>;
  /** Resolves once a client has left a request that was not answered. */
  readonly left: Promise<void>;
  close(): void;
}

/** Starts it. */
export async function startCannedUpstream(first: unknown): Promise<CannedUpstream> {
  let data = first;
  let connectionCount = 0;
  let sayLeft: () => void = () => undefined;
  const left = new Promise<void>((resolve) => {
    sayLeft = resolve;
  });
  const open = new Set<Socket>();
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    void text(request).then(() => {
      received.push(request.headers);
      if (data === undefined) {
        response.once('close', sayLeft);
        return;
      }
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data }));
    });
  });
  server.on('connection', (socket) => {
    connectionCount += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    received,
    connectionCount: () => connectionCount,
    answerWith: (next) => void (data = next),
    async closeConnections() {
      // Half closed is enough for the client to be told; it cannot answer while it is frozen.
      const ended = [...open].map(
        (socket) => new Promise<void>((resolve) => void socket.end(() => resolve())),
      );
      await Promise.all(ended);
    },
    left,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
