// Writes answers whose data is JSON text already.
import type { FormattedExecutionResult } from 'graphql';

import type { OutgoingResult } from './operation-hooks.ts';

/** Data of an answer, written; stands in a result in the place of the data itself. */
export class WrittenData {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Writes an answer as Apollo Server does: errors first, and a line break at the end. */
export function writeAnswer(result: OutgoingResult | FormattedExecutionResult): string {
  const { errors, data, extensions } = result;
  if (!(data instanceof WrittenData)) return `${JSON.stringify({ errors, data, extensions })}\n`;
  const before = errors ? `"errors":${JSON.stringify(errors)},` : '';
  const after = extensions ? `,"extensions":${JSON.stringify(extensions)}` : '';
  return `{${before}"data":${data.text}${after}}\n`;
}
