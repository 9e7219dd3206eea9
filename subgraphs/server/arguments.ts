// Reads arguments that several fields have in common, and says what is wrong with them.
import { createInputError } from './field-error.ts';
import { isDay, type RequestHeaders } from './request-headers.ts';
import { parseRestId } from './rest-url.ts';

type Request = Pick<RequestHeaders, 'dimensions'>;

const maxPageSize = 100;
const idempotencyKeyPattern = /^[A-Za-z0-9._:-]{8,128}$/;

/**
 * The market of an argument, or else of the request.
 *
 * @throws GraphQLError `BAD_USER_INPUT` if there is neither.
 */
export function readMarket(argument: string | null | undefined, { dimensions }: Request): string {
  const market = argument ?? dimensions.market;
  if (market === undefined) {
    throw createInputError('No market: give the argument `market` or send `x-marque-market`.');
  }
  return parseRestId('market', market);
}

/** Checks `first` of a page. */
export function readPageSize(first: number): number {
  if (first >= 1 && first <= maxPageSize) return first;
  throw createInputError(`first must be from 1 to ${maxPageSize}.`);
}

/** Checks how many ids are asked for at once. */
export function readIds(name: string, ids: readonly string[], max: number): readonly string[] {
  if (ids.length > max) throw createInputError(`${name} may hold at most ${max} ids.`);
  return ids.map((id) => parseRestId(name, id));
}

/** Checks a key that a client chose to make a write happen once. */
export function readIdempotencyKey(key: string): string {
  if (idempotencyKeyPattern.test(key)) return key;
  throw createInputError('idempotencyKey must be 8 to 128 of the characters A-Z a-z 0-9 . _ : -');
}

/** Checks a day. */
export function readDay(name: string, day: string): string {
  if (isDay(day)) return day;
  throw createInputError(`${name} is not a day, such as 2026-01-31.`);
}

/** Checks a whole number. */
export function readWholeNumber(name: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw createInputError(`${name} must be from ${min} to ${max}.`);
}
