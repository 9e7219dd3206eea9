// Reads an answer's JSON with its status, and checks answers against the contract's schemas.
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Fetches and reads JSON; an empty body is `undefined`. */
export async function readJson(url: string, init?: RequestInit): Promise<JsonAnswer> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}

/** Sends a JSON body. */
export function sendJson(
  url: string,
  body: unknown,
  { method = 'POST', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<JsonAnswer> {
  return readJson(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Gives the body if it is exactly what the contract says. */
export function expectSchema<Schema extends TSchema>(
  schema: Schema,
  body: unknown,
): Static<Schema> {
  const validator = Compile(schema);
  if (!validator.Check(body)) {
    const [violation] = validator.Errors(body);
    const excerpt = JSON.stringify(body).slice(0, 300);
    throw new Error(`Not as the contract says: ${JSON.stringify(violation)} in ${excerpt}`);
  }
  return body;
}
