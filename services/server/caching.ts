// What a client may keep: Cache-Control by route, a strong ETag of the bytes, and 304.
import { createHash } from 'node:crypto';

import type { Service } from './service.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Sent on success unless the handler set its own; without either an answer is `no-store`. */
    cacheControl?: string;
    /** `false`: this route answers without an ETag and never with 304. */
    etag?: boolean;
  }
}

/** The same for everybody, for so long. */
export function publicFor(maxAgeSeconds: number): { cacheControl: string } {
  return { cacheControl: `public, max-age=${maxAgeSeconds}` };
}

/** For the caller alone, for so long: data of a VIN. */
export function privateFor(maxAgeSeconds: number): { cacheControl: string } {
  return { cacheControl: `private, max-age=${maxAgeSeconds}` };
}

/** Never changes under its address. */
export const immutable = { cacheControl: 'public, max-age=31536000, immutable' };

/** Adds Cache-Control, ETag and 304 to the service's answers. */
export function addCaching(service: Service): void {
  service.addHook('onSend', (request, reply, payload, done) => {
    const isSuccess = reply.statusCode >= 200 && reply.statusCode < 300;
    const { cacheControl, etag } = request.routeOptions.config;
    if (isSuccess && !reply.hasHeader('cache-control')) {
      void reply.header('cache-control', cacheControl ?? 'no-store');
    }

    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || reply.statusCode !== 200 || etag === false || typeof payload !== 'string') {
      done(null, payload);
      return;
    }
    const tag = `"${createHash('sha256').update(payload).digest('base64url')}"`;
    void reply.header('etag', tag);
    if (!matchesETag(request.headers['if-none-match'], tag)) {
      done(null, payload);
      return;
    }
    void reply.code(304).removeHeader('content-type').removeHeader('content-length');
    done(null, null);
  });
}

/** RFC 9110 13.1.2: a list or `*`, compared weakly. */
function matchesETag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag);
}
