// Reads the JSON of a REST reply: any body, and RFC 9457 problems.
import type { HttpReply } from '../../runtime/http/http-client.ts';

/** Parses a JSON body; `undefined` for anything else. */
export function parseJsonBody(reply: HttpReply): unknown {
  try {
    return JSON.parse(reply.bodyText()) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads the `code` and `parameter` of an RFC 9457 problem. */
export function parseProblem(reply: HttpReply): { code?: string; parameter?: string } {
  const body = parseJsonBody(reply);
  if (typeof body !== 'object' || body === null) return {};
  const { code, parameter } = body as { code?: unknown; parameter?: unknown };
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof parameter === 'string' ? { parameter } : {}),
  };
}
