// Whether a request is a gateway's: verifies the token that the gateway signs for this subgraph.
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';

import type { Clock } from '../../runtime/clock.ts';
import { CodedError } from '../../runtime/coded-error.ts';
import type { Log } from '../../runtime/log.ts';
import { loadReloadedFile } from '../../runtime/reloaded-file.ts';
import {
  claimByHeader,
  gatewayTokenAlgorithm,
  gatewayTokenIssuer,
  signedTokenHeader,
} from '../../runtime/gateway-token.ts';

/**
 * Gives the headers of a request with those that a token vouches for, and none of them that the
 * token does not have; undefined if the request is not a gateway's. Rejects never.
 */
export type VouchHeaders = (
  headers: IncomingHttpHeaders,
) => IncomingHttpHeaders | undefined | Promise<IncomingHttpHeaders | undefined>;

interface Vouched {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly endsAtMs: number;
}

const clockToleranceMs = 5_000;
const maxTokenLength = 8_192;
const maxRemembered = 2_000;

/**
 * Loads the gateway's public keys, again when their file has changed; more than one while they change. Verified tokens are remembered
 * by their digest for as long as they hold.
 *
 * @throws CodedError `GATEWAY_KEYS_UNREADABLE` if the file is absent or no key set.
 */
export async function loadGatewayKeys(
  path: string,
  subgraph: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<VouchHeaders> {
  try {
    const file = await loadReloadedFile({
      path,
      clock,
      log,
      parse: (text) => {
        const keySet = JSON.parse(text) as JSONWebKeySet;
        if (keySet.keys.length === 0) throw new TypeError('A key set without keys.');
        return createHeaderVoucher(keySet, subgraph, clock);
      },
    });
    return (headers) => {
      const vouch = file.current();
      return vouch instanceof Promise ? vouch.then((known) => known(headers)) : vouch(headers);
    };
  } catch (error) {
    throw new CodedError({
      code: 'GATEWAY_KEYS_UNREADABLE',
      kind: 'configuration',
      message: 'MARQUE_GATEWAY_JWKS_FILE does not name a readable JSON Web Key Set.',
      cause: error,
    });
  }
}

/** Creates the check for one subgraph. */
export function createHeaderVoucher(
  keySet: JSONWebKeySet,
  subgraph: string,
  clock: Clock,
): VouchHeaders {
  const findKey = createLocalJWKSet(keySet);
  const known = new LRUCache<string, Vouched>({ max: maxRemembered });

  const verify = async (token: string, digest: string): Promise<Vouched | undefined> => {
    try {
      const { payload } = await jwtVerify(token, findKey, {
        algorithms: [gatewayTokenAlgorithm],
        issuer: gatewayTokenIssuer,
        audience: subgraph,
        clockTolerance: clockToleranceMs / 1_000,
        currentDate: new Date(clock.nowMs()),
        requiredClaims: ['exp'],
      });
      const endsAtMs = (payload.exp ?? 0) * 1_000 + clockToleranceMs;
      const vouched = { headers: readVouched(payload), endsAtMs };
      known.set(digest, vouched);
      return vouched;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  };

  return (headers) => {
    const written = headers[signedTokenHeader] ?? headers.authorization ?? '';
    const token = /^Bearer ([\w.-]+)$/.exec(String(written))?.[1];
    if (token === undefined || token.length > maxTokenLength) return undefined;
    const digest = createHash('sha256').update(token).digest('base64');
    const before = known.get(digest);
    if (before && before.endsAtMs > clock.nowMs()) return { ...headers, ...before.headers };
    return verify(token, digest).then((vouched) => vouched && { ...headers, ...vouched.headers });
  };
}

/** Of all dimensions: what the token does not say is not taken from the request either. */
function readVouched(payload: JWTPayload): Vouched['headers'] {
  return Object.fromEntries(
    Object.entries(claimByHeader).map(([header, claim]) => {
      const value = payload[claim];
      return [header, typeof value === 'string' ? value : undefined];
    }),
  );
}
