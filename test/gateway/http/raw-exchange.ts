// HTTP by the byte: requests as a test writes them, answers with every header line that came.
import { connect, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One answer as it came over the socket. */
export interface RawAnswer {
  readonly status: number;
  /** Every line, in order; names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Without the framing of chunks, otherwise as it came. */
  readonly bodyBytes: Buffer;
  /** After gunzip, where it is gzip. */
  readonly text: string;
}

/** A connection on which a test writes. */
export interface RawConnection {
  readonly socket: Socket;
  write(bytes: string | Uint8Array): void;
  /** The next whole answer; rejects if the socket closes before. */
  nextAnswer(): Promise<RawAnswer>;
  /** Resolves when the socket is closed, with what came and was read by nobody. */
  readonly closed: Promise<string>;
}

/** Opens a connection to a server of this machine. */
export function openConnection(port: number): RawConnection {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received = Buffer.alloc(0);
  let isClosed = false;
  let wake: () => void = () => undefined;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => {
    socket.on('close', () => {
      isClosed = true;
      wake();
      resolve(received.toString('latin1'));
    });
  });
  return {
    socket,
    closed,
    write: (bytes) => void socket.write(bytes),
    async nextAnswer() {
      for (;;) {
        const parsed = parseAnswer(received);
        if (parsed) {
          received = received.subarray(parsed.length);
          if (parsed.answer.status >= 200) return parsed.answer;
          continue;
        }
        if (isClosed) throw new Error(`Closed after: ${received.toString('latin1')}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** Sends one request on a connection of its own, and leaves once it is answered. */
export async function exchangeRaw(port: number, bytes: string | Uint8Array): Promise<RawAnswer> {
  const connection = openConnection(port);
  try {
    connection.write(bytes);
    return await connection.nextAnswer();
  } finally {
    connection.socket.destroy();
  }
}

/** Writes a request with a body, whose length is said unless `headers` say one. */
export function writeRequest(
  line: string,
  headers: readonly (readonly [name: string, value: string])[],
  body: string | Uint8Array,
): Buffer {
  const bodyBytes = Buffer.from(body);
  const isFramed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const length = isFramed ? [] : [['content-length', String(bodyBytes.byteLength)] as const];
  const lines = [...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`${line} HTTP/1.1\r\nhost: gateway\r\n${lines.join('')}\r\n`, 'latin1'),
    bodyBytes,
  ]);
}

function parseAnswer(bytes: Buffer): { answer: RawAnswer; length: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const find = (wanted: string) => headers.find(([name]) => name === wanted)?.[1];
  const status = Number(statusLine.split(' ')[1]);
  const start = headEnd + 4;
  const isChunked = find('transfer-encoding') === 'chunked';
  const body = isChunked
    ? readChunks(bytes, start)
    : readLength(bytes, start, Number(find('content-length') ?? 0));
  if (!body) return undefined;
  const { bodyBytes, end } = body;
  const plain = find('content-encoding') === 'gzip' ? gunzipSync(bodyBytes) : bodyBytes;
  return { answer: { status, headers, bodyBytes, text: plain.toString('utf8') }, length: end };
}

interface Framed {
  readonly bodyBytes: Buffer;
  readonly end: number;
}

function readLength(bytes: Buffer, start: number, length: number): Framed | undefined {
  const end = start + length;
  return bytes.byteLength < end ? undefined : { bodyBytes: bytes.subarray(start, end), end };
}

function readChunks(bytes: Buffer, start: number): Framed | undefined {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (bytes.byteLength < end) return undefined;
    if (size === 0) return { bodyBytes: Buffer.concat(chunks), end };
    chunks.push(bytes.subarray(lineEnd + 2, end - 2));
    at = end;
  }
}
