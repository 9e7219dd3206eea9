// Who may use the admin port: the bearers of its own tokens, or, without any, programs on this machine.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { isLoopbackHost } from '../loopback-address.ts';

/** An operator may do all that a reader may. */
export type AdminRole = 'operator' | 'reader';

/** The tokens of each role. */
export interface AdminTokens {
  readonly operator?: string | undefined;
  readonly reader?: string | undefined;
}

/** Whether a request may go on. */
export type AdminDecision = 'allowed' | 'unauthenticated' | 'forbidden';

/** Decides over one request. */
export type DecideAdminAccess = (headers: IncomingHttpHeaders, needed: AdminRole) => AdminDecision;

/**
 * Without tokens everybody is an operator who reaches the port, which is then open on loopback only;
 * but no page of a foreign site in a browser on this machine, be it by a name of its own that leads here.
 */
export function createAdminAccess(tokens: AdminTokens): DecideAdminAccess {
  const known = (['operator', 'reader'] as const).flatMap((role) => {
    const token = tokens[role];
    return token === undefined ? [] : [{ role, digest: digest(token) }];
  });
  return (headers, needed) => {
    if (isFromForeignPage(headers)) return 'forbidden';
    if (known.length === 0) return isLoopbackHost(headers.host) ? 'allowed' : 'forbidden';
    const offered = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(headers.authorization ?? '')?.[1];
    if (offered === undefined) return 'unauthenticated';
    // Of digests, the comparison takes the same time whatever was offered, and all are compared.
    const offeredDigest = digest(offered);
    const matches = known.filter((entry) => timingSafeEqual(entry.digest, offeredDigest));
    if (matches.length === 0) return 'unauthenticated';
    const isEnough = matches.some(({ role }) => role === 'operator' || role === needed);
    return isEnough ? 'allowed' : 'forbidden';
  };
}

/** Browsers say where a request comes from, and no script can say otherwise. */
function isFromForeignPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
