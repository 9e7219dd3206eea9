// Who asks, all of it: the app by its key and the user by a token.
import type { IncomingHttpHeaders } from 'node:http';

import type { Identity } from './claims.ts';
import type { IdentityReader } from './identity.ts';
import type { ProxyReader } from './proxy-identity.ts';
import type { AppIdentity, KeyReader } from './key-reader.ts';

/** Who was proved to ask; nobody is an anonymous caller. */
export interface Caller {
  readonly user?: Identity | undefined;
  readonly app?: AppIdentity | undefined;
}

/** What the request says of who asks. `reason` is for the log; a client is not told. */
export type CallerOutcome =
  | { readonly status: 'known'; readonly caller: Caller }
  | {
      readonly status: 'refused';
      readonly by: 'token' | 'key' | 'no key' | 'proxy';
      readonly reason: string;
    }
  | { readonly status: 'unavailable'; readonly reason: string };

/** Tells who asks. */
export interface CallerReader {
  /** Never rejects. Waits for nothing where nothing is proved, or what is was so a moment ago. */
  read(
    headers: IncomingHttpHeaders,
    remoteAddress: string | undefined,
  ): CallerOutcome | Promise<CallerOutcome>;
}

/** What a reader stands on. */
export interface CallerReaderOptions {
  readonly tokens: IdentityReader;
  /** Absent: the header with a key says nothing. */
  readonly keys?: KeyReader | undefined;
  readonly isKeyRequired: boolean;
  /** Absent: no proxy is believed. */
  readonly proxy?: ProxyReader | undefined;
}

/** The header that an app sends its key in. */
export const keyHeader = 'x-api-key';

/** Creates the reader. */
export function createCallerReader(options: CallerReaderOptions): CallerReader {
  const { tokens, keys, isKeyRequired, proxy } = options;

  const readUser = (
    headers: IncomingHttpHeaders,
    app: AppIdentity | undefined,
    remoteAddress: string | undefined,
  ): CallerOutcome | Promise<CallerOutcome> => {
    // A proxy that says who asks has read what was sent to prove it.
    const known = proxy?.read(headers, remoteAddress);
    if (known?.status === 'refused') return { ...known, by: 'proxy' };
    if (known) return { status: 'known', caller: { user: known.identity, app } };
    const { authorization } = headers;
    if (authorization === undefined) return { status: 'known', caller: app ? { app } : nobody };
    return after(tokens.read(authorization), (outcome) => {
      if (outcome.status === 'unavailable') return outcome;
      if (outcome.status === 'refused') return { ...outcome, by: 'token' };
      const user = outcome.status === 'identified' ? outcome.identity : undefined;
      return { status: 'known', caller: { user, app } };
    });
  };

  return {
    read(headers, remoteAddress) {
      const key = headers[keyHeader];
      if (!keys || key === undefined)
        return isKeyRequired ? keyMissing : readUser(headers, undefined, remoteAddress);
      return after(keys.read(String(key)), (outcome) => {
        if (outcome.status === 'identified') return readUser(headers, outcome.app, remoteAddress);
        return outcome.status === 'refused' ? { ...outcome, by: 'key' } : outcome;
      });
    },
  };
}

const nobody: Caller = {};
const keyMissing: CallerOutcome = { status: 'refused', by: 'no key', reason: 'there is no key' };

/** Goes on at once where there is nothing to wait for. */
function after<From, To>(
  value: From | Promise<From>,
  goOn: (value: From) => To | Promise<To>,
): To | Promise<To> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
