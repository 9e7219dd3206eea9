// Asks one question of a GraphQL endpoint and reads all of its answer.

/** What came back; neither part is there if it was no GraphQL. */
export interface GraphAnswer {
  readonly data?: unknown;
  readonly errors?: unknown;
}

/** What every request carries; the vehicle graph then answers a target in the responder's language. */
export const requestHeaders = {
  accept: 'application/json',
  'accept-language': 'de',
  'content-type': 'application/json',
} as const;

const timeoutMs = 30_000;

/** Posts a body of JSON. Rejects if nobody answers in time, or not in JSON. */
export async function askJson(url: string, body: string): Promise<GraphAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: requestHeaders,
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  return (await response.json()) as GraphAnswer;
}

/** The body that asks a document with variables: the same bytes for every contestant. */
export function writeRequestBody(
  document: string,
  variables: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify({ query: document, variables });
}
