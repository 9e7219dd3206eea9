// Errors of an answer, for a person: message, code, path, and the line of the document with a caret.
import { printSourceLocation, Source } from 'graphql';

import { toPrintable } from '../terminal/printable-text.ts';
import type { Paint } from '../terminal/terminal.ts';
import type { GraphError } from './gateway-client.ts';
import type { OperationDocument } from './operation-document.ts';

/** Describes each error in some lines; `document` is what the places refer to. */
export function describeErrors(
  errors: readonly GraphError[],
  document: Pick<OperationDocument, 'name' | 'text'>,
  paint: Paint,
): readonly string[] {
  return errors.flatMap(({ message, path, locations, extensions }) => {
    const { code, service } = extensions ?? {};
    const marks = [
      typeof code === 'string' ? code : undefined,
      path && path.length > 0 ? `at ${path.join('.')}` : undefined,
      typeof service === 'string' ? `from ${service}` : undefined,
    ].filter((mark) => mark !== undefined);
    const head = `${paint('red', 'error:')} ${toPrintable(message)}`;
    const tail = marks.length === 0 ? '' : ` ${paint('dim', `(${toPrintable(marks.join(', '))})`)}`;
    return [`${head}${tail}`, ...describePlace(locations?.[0], document)];
  });
}

function describePlace(
  place: { readonly line: number; readonly column: number } | undefined,
  { name, text }: Pick<OperationDocument, 'name' | 'text'>,
): readonly string[] {
  const isThere = place && place.line >= 1 && place.line <= text.split('\n').length;
  if (!isThere) return [];
  return ['', ...printSourceLocation(new Source(text, name), place).split('\n'), ''];
}
