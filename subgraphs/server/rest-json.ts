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

/** What matters of an RFC 9457 problem. */
export interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly parameter?: string;
}

/** Reads a problem; members that are no text are left out. */
export function parseProblem(reply: HttpReply): Problem {
  const body = parseJsonBody(reply);
  if (typeof body !== 'object' || body === null) return {};
  const texts = Object.entries(body).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as Problem;
}
