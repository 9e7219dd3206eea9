// Cursors over a list that REST pages by offset.
import { createInputError } from '../server/field-error.ts';

/** Makes the cursor that continues after `offset` rows. */
export function formatOffsetCursor(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString('base64url');
}

/**
 * Reads a cursor; none begins at the start.
 *
 * @throws GraphQLError `BAD_USER_INPUT` for anything that `formatOffsetCursor` did not make.
 */
export function parseOffsetCursor(cursor: string | null | undefined): number {
  if (cursor === null || cursor === undefined) return 0;
  const match = /^offset:(\d{1,6})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (match) return Number(match[1]);
  throw createInputError('after is not a cursor of this list.');
}
