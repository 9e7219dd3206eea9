// Cuts HTTP/1.1 requests out of what a socket brings: just enough for a responder that must cost little.

/** One request. The body is a byte string (latin1): no character is decoded on the way. */
export interface RawRequest {
  /** Such as `/accounts`. */
  readonly path: string;
  readonly body: string;
}

const endOfHead = '\r\n\r\n';

/** Collects bytes of one connection and hands over each request that is complete. */
export class RequestReader {
  #pending: Buffer | undefined;

  /** @throws Error on what is no HTTP/1.1. */
  read(bytes: Buffer, take: (request: RawRequest) => void): void {
    let rest = this.#pending ? Buffer.concat([this.#pending, bytes]) : bytes;
    for (;;) {
      const cut = cutRequest(rest);
      if (!cut) break;
      take(cut.request);
      rest = rest.subarray(cut.length);
    }
    this.#pending = rest.length > 0 ? Buffer.from(rest) : undefined;
  }
}

function cutRequest(bytes: Buffer): { request: RawRequest; length: number } | undefined {
  const headLength = bytes.indexOf(endOfHead);
  if (headLength < 0) return undefined;
  const head = bytes.toString('latin1', 0, headLength);
  const bodyStart = headLength + endOfHead.length;
  const [, path] = /^[A-Z]+ (\S+) HTTP\/1\.1/.exec(head) ?? [];
  if (path === undefined) throw new Error('The responder was sent something else than HTTP/1.1.');

  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    const chunked = joinChunks(bytes, bodyStart);
    return chunked && { request: { path, body: chunked.body }, length: chunked.end };
  }
  const bodyLength = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const end = bodyStart + bodyLength;
  if (bytes.length < end) return undefined;
  return { request: { path, body: bytes.toString('latin1', bodyStart, end) }, length: end };
}

function joinChunks(bytes: Buffer, start: number): { body: string; end: number } | undefined {
  let body = '';
  let at = start;
  for (;;) {
    const endOfLine = bytes.indexOf('\r\n', at);
    if (endOfLine < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, endOfLine), 16);
    const end = endOfLine + 2 + size + 2;
    if (bytes.length < end) return undefined;
    body += bytes.toString('latin1', endOfLine + 2, endOfLine + 2 + size);
    at = end;
    if (size === 0) return { body, end };
  }
}
