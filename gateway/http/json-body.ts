// Reads a request body: JSON in UTF-8, plain or gzip, bounded before and after decompression.
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import { CodedError } from '../../runtime/coded-error.ts';
import type { ErrorCode } from '../errors.ts';

const gunzipAsync = promisify(gunzip);
const utf8 = new TextDecoder('utf-8', { fatal: true });
const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i;

/** Makes `app` read `application/json` bodies and refuse all others. */
export function registerJsonBody(app: FastifyInstance, maxBodyBytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: maxBodyBytes },
    async (request: FastifyRequest, body: Buffer) => {
      const wanted = charset.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase();
      if (wanted !== undefined && wanted !== 'utf-8' && wanted !== 'utf8') {
        throw refuse('UNSUPPORTED_MEDIA_TYPE', 'The charset of the body must be utf-8.');
      }
      const bytes = await decompress(body, request.headers['content-encoding'], maxBodyBytes);
      return parseJsonBody(bytes);
    },
  );
}

async function decompress(
  body: Buffer,
  encoding: string | undefined,
  maxBodyBytes: number,
): Promise<Buffer> {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip') {
    throw refuse('UNSUPPORTED_MEDIA_TYPE', 'The encoding of the body must be gzip, or none.');
  }
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBodyBytes });
  } catch (error) {
    const isTooLarge =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge
      ? refuse('PAYLOAD_TOO_LARGE', undefined, error)
      : refuse('BAD_REQUEST', 'The body is not gzip, though its encoding says so.', error);
  }
}

/**
 * Parses a body.
 *
 * @throws CodedError `BAD_REQUEST` for what is not JSON in UTF-8.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    throw refuse('BAD_REQUEST', 'Invalid JSON: the body must be JSON in UTF-8.', error);
  }
}

function refuse(code: ErrorCode, message?: string, cause?: unknown): CodedError {
  return new CodedError({ code, kind: 'client', message: message ?? '', cause });
}
