// Which client asks, as logs and metrics show it: by its API key, else as it says itself.
import type { IncomingHttpHeaders } from 'node:http';

import type { AppIdentity } from '../guard/key-reader.ts';
import type { RequestContext } from './request-context.ts';

const clientText = /^[\w .@/+-]{1,64}$/;
// Not a character of any name, so that nobody can leave it out.
const claimMark = '?';

/** Reads name and version. Where apps have keys, a name that none stands behind is marked with `?`. */
export function readClient(
  headers: IncomingHttpHeaders,
  app: AppIdentity | undefined,
  areKeysRead: boolean,
): RequestContext['client'] {
  const version = readText(headers['apollographql-client-version']);
  if (app) return { name: app.app, version };
  const name = readText(headers['apollographql-client-name']);
  return { name: areKeysRead && name !== undefined ? name + claimMark : name, version };
}

function readText(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' && clientText.test(value) ? value : undefined;
}
