// What a client reads where a service refuses its input: which one, and why.
import { type ErrorCode, errorMessages } from './error-codes.ts';

/** What is known of a refusal. */
export interface Refusal {
  readonly code: ErrorCode;
  /** Path and query that were asked for. */
  readonly path: string;
  /** Of the problem; said by an upstream, so not to be trusted. */
  readonly detail?: string | undefined;
  readonly parameter?: string | undefined;
}

// One plain sentence: no address, no path, no markup, no code.
const plainSentence = /^[\p{L}\p{N} .,;:'"()~_+%-]{1,200}$/u;
const address = /\d{1,3}(\.\d{1,3}){3}|:\d{2,}|localhost/i;
const plainName = /^[A-Za-z0-9_./-]{1,60}$/;

/** Says what is refused by our own knowledge of the call, else by the problem's detail if that is plain. */
export function describeRefusal({ code, path, detail, parameter }: Refusal): string {
  const query = new URL(path, 'http://service').searchParams;
  const market = query.get('market');
  const at = query.get('at');
  if (code === 'MARKET_UNKNOWN' && market !== null) return `There is no market ${market}.`;
  if (code === 'NO_PRICE_LIST' && at !== null) return `No price list is valid on ${at}.`;

  const isPlain = detail !== undefined && plainSentence.test(detail) && !address.test(detail);
  if (isPlain) return detail;
  if (code === 'BAD_USER_INPUT' && parameter !== undefined && plainName.test(parameter)) {
    return `The input ${parameter} is not valid.`;
  }
  return errorMessages[code];
}
