// Lists a page at a time. The token is opaque to clients and good only for the list that it was made for.
import { createHash } from 'node:crypto';

import { Type } from 'typebox';

import { invalidParameter } from './problem.ts';

/** Query parameters of a list. */
export const pageParameters = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  pageToken: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,200}$' })),
};

/** What a client asked for; `filter` is all that decides which rows the list holds and their order. */
export interface PageRequest {
  readonly limit?: number | undefined;
  readonly pageToken?: string | undefined;
  readonly filter: Readonly<Record<string, unknown>>;
}

/** One page; `nextPageToken: null` is the last. */
export interface Page<Row> {
  items: Row[];
  nextPageToken: string | null;
  total: number;
}

const defaultLimit = 20;
const maxOffset = 10_000_000;

/**
 * Where the page starts and how many rows it holds at most.
 *
 * @throws ServiceProblem 400 `INVALID_PARAMETER` for a token that is broken or of another list.
 */
export function readPage(request: PageRequest): { offset: number; limit: number } {
  const limit = request.limit ?? defaultLimit;
  if (request.pageToken === undefined) return { offset: 0, limit };

  const [digest, offsetText] = Buffer.from(request.pageToken, 'base64url').toString().split(':');
  const offset = /^\d{1,8}$/.test(offsetText ?? '') ? Number(offsetText) : Number.NaN;
  if (digest !== digestFilter(request.filter) || !(offset <= maxOffset)) {
    throw invalidParameter('pageToken', 'pageToken is not a token of this list.');
  }
  return { offset, limit };
}

/** Makes the answer from the rows of one page and the number of rows in the whole list. */
export function makePage<Row>(
  request: PageRequest,
  rows: readonly Row[],
  total: number,
): Page<Row> {
  const end = readPage(request).offset + rows.length;
  const token = Buffer.from(`${digestFilter(request.filter)}:${end}`).toString('base64url');
  return { items: [...rows], nextPageToken: end < total && rows.length > 0 ? token : null, total };
}

/** Cuts the page out of a whole list. */
export function pageOfRows<Row>(request: PageRequest, rows: readonly Row[]): Page<Row> {
  const { offset, limit } = readPage(request);
  return makePage(request, rows.slice(offset, offset + limit), rows.length);
}

function digestFilter(filter: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest('base64url').slice(0, 12);
}
