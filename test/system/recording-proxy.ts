// Stands before a REST service in a test: passes everything on and writes down what came by.
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it stood on the wire. */
export interface RecordedRequest {
  readonly method: string;
  /** The raw request target, not decoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Of the answer; undefined until there is one. */
  status: number | undefined;
}

/** A running proxy. */
export interface RecordingProxy {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Forgets what it has seen. */
  clear(): void;
  /** Puts these headers in the place of the upstream's own. */
  overrideHeaders(headers: Readonly<Record<string, string>>): void;
  stop(): Promise<void>;
}

/** Listens on a free loopback port. An upstream that does not answer gives a dropped connection, as without the proxy. */
export async function startRecordingProxy(upstreamUrl: string): Promise<RecordingProxy> {
  const upstream = new URL(upstreamUrl);
  const requests: RecordedRequest[] = [];
  let overridden: Readonly<Record<string, string>> = {};

  const server: Server = createServer((incoming, outgoing) => {
    const { method = 'GET', url: target = '/', headers } = incoming;
    const recorded: RecordedRequest = { method, target, headers, status: undefined };
    requests.push(recorded);
    const forwarded = request(
      { host: upstream.hostname, port: upstream.port, method, path: target, headers },
      (answer) => {
        recorded.status = answer.statusCode;
        outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...overridden });
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    clear: () => {
      requests.length = 0;
    },
    overrideHeaders: (headers) => {
      overridden = headers;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
