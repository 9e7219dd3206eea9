// Finds where HTTP/1.1 responses end, counting the bytes of their bodies without keeping them.

/** A response that is complete. */
export interface SeenResponse {
  readonly status: number;
  readonly bodyBytes: number;
}

const endOfHead = '\r\n\r\n';

/** Reads one connection's responses, one after the other. */
export class ResponseReader {
  #head = '';
  #status = 0;
  #bodyBytes = 0;
  /** Bytes still to come of the body, or of the chunk with its line end; `undefined` in a head. */
  #expected: number | undefined;
  #isChunked = false;
  #chunkLine = '';

  /** Takes bytes; calls `take` for each response that ends in them. */
  read(bytes: Buffer, take: (response: SeenResponse) => void): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#expected === undefined) at = this.#readHead(bytes, at);
      else if (this.#expected > 0) at = this.#skipBody(bytes, at);
      else at = this.#readChunkLine(bytes, at);
      if (this.#expected === 0 && !this.#isChunked) {
        const response = { status: this.#status, bodyBytes: this.#bodyBytes };
        this.#expected = undefined;
        take(response);
      }
    }
  }

  #readHead(bytes: Buffer, at: number): number {
    const before = this.#head.length;
    this.#head += bytes.toString('latin1', at);
    const end = this.#head.indexOf(endOfHead);
    if (end < 0) return bytes.length;
    const head = this.#head.slice(0, end);
    this.#head = '';
    this.#status = Number(head.slice(9, 12));
    this.#bodyBytes = 0;
    this.#chunkLine = '';
    this.#isChunked = /\r\ntransfer-encoding: *chunked/i.test(head);
    this.#expected = this.#isChunked
      ? 0
      : Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (!this.#isChunked) this.#bodyBytes = this.#expected;
    return at + end + endOfHead.length - before;
  }

  #skipBody(bytes: Buffer, at: number): number {
    const taken = Math.min(this.#expected ?? 0, bytes.length - at);
    this.#expected = (this.#expected ?? 0) - taken;
    return at + taken;
  }

  #readChunkLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf('\n', at);
    if (end < 0) {
      this.#chunkLine += bytes.toString('latin1', at);
      return bytes.length;
    }
    this.#chunkLine += bytes.toString('latin1', at, end);
    const size = Number.parseInt(this.#chunkLine, 16);
    this.#chunkLine = '';
    // Trailing empty line after the last chunk, which ends the response.
    if (Number.isNaN(size)) this.#isChunked = false;
    else if (size > 0) {
      this.#expected = size + 2;
      this.#bodyBytes += size;
    }
    return end + 1;
  }
}
