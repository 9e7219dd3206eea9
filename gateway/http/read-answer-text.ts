// The text of an answer, whether it came whole or in parts.
import type { HTTPGraphQLResponse } from '@apollo/server';

/** Waits for the last part. */
export async function readAnswerText(body: HTTPGraphQLResponse['body']): Promise<string> {
  if (body.kind === 'complete') return body.string;
  let text = '';
  for await (const chunk of body.asyncIterator) text += chunk;
  return text;
}
