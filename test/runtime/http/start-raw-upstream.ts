// An upstream on a bare socket: it answers each request with the bytes that the test says, HTTP or not.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Answers one request on its socket; `attempt` counts from 1 over all requests. */
export type RawAnswerer = (socket: Socket, attempt: number, received: string) => void;

/** An upstream under test. */
export interface RawUpstream {
  readonly url: string;
  /** What arrived, request by request. */
  readonly requests: readonly string[];
  /** Sockets that are open. */
  readonly socketCount: number;
  stop(): Promise<void>;
}

/** Starts it on a free port. Bodies of requests have to say how long they are. */
export async function startRawUpstream(answer: RawAnswerer): Promise<RawUpstream> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      for (;;) {
        const request = takeRequest(received);
        if (request === undefined) return;
        received = received.slice(request.length);
        requests.push(request);
        answer(socket, requests.length, request);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get socketCount() {
      return sockets.size;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function takeRequest(received: string): string | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const length = /^content-length: *(\d+)/im.exec(received.slice(0, headEnd))?.[1] ?? '0';
  const end = headEnd + 4 + Number(length);
  return received.length < end ? undefined : received.slice(0, end);
}
