// Tokens that the gateway signs for its subgraphs: short-lived, each for one of them and one set of claims.
import { importJWK, type JWK, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';

import type { Clock } from '../../runtime/clock.ts';
import { CodedError } from '../../runtime/coded-error.ts';
import type { Log } from '../../runtime/log.ts';
import { loadReloadedFile } from '../../runtime/reloaded-file.ts';
import {
  claimByHeader,
  gatewayTokenAlgorithm,
  gatewayTokenIssuer,
  type VouchedHeader,
} from '../../runtime/gateway-token.ts';

/** Signs what fetches say of their requests. */
export interface SubgraphTokens {
  /**
   * A token for one subgraph that vouches for these headers; the same one for the same headers until
   * half of its life is over. Without waiting where there is one.
   */
  issue(subgraph: string, headers: DimensionHeaders): string | Promise<string>;
  /** How many are kept. */
  readonly size: number;
}

type DimensionHeaders = readonly (readonly [name: string, value: string])[];

const lifetimeS = 60;
const reusableMs = (lifetimeS * 1_000) / 2;
const maxTokens = 5_000;

/**
 * Loads the private key that tokens are signed with, again when its file has changed.
 *
 * @throws CodedError `SUBGRAPH_KEY_UNREADABLE` if the file is absent or no Ed25519 key with a `kid`.
 */
export async function loadSubgraphTokens(
  path: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<SubgraphTokens> {
  try {
    let latest: SubgraphTokens | undefined;
    const file = await loadReloadedFile({
      path,
      clock,
      log,
      parse: async (text) => (latest = await createSubgraphTokens(JSON.parse(text) as JWK, clock)),
    });
    return {
      issue(subgraph, headers) {
        const tokens = file.current();
        return tokens instanceof Promise
          ? tokens.then((known) => known.issue(subgraph, headers))
          : tokens.issue(subgraph, headers);
      },
      get size() {
        return latest?.size ?? 0;
      },
    };
  } catch (error) {
    throw new CodedError({
      code: 'SUBGRAPH_KEY_UNREADABLE',
      kind: 'configuration',
      message:
        'MARQUE_SUBGRAPH_KEY_FILE does not name a readable Ed25519 key in JSON Web Key format with a `kid`.',
      cause: error,
    });
  }
}

/** Creates what signs with a private key. */
export async function createSubgraphTokens(jwk: JWK, clock: Clock): Promise<SubgraphTokens> {
  const { kid } = jwk;
  if (kid === undefined || jwk.crv !== 'Ed25519' || jwk.d === undefined) {
    throw new TypeError('Not a private Ed25519 key with a kid.');
  }
  const key = await importJWK(jwk, gatewayTokenAlgorithm);
  const tokens = new LRUCache<string, { readonly token: string; readonly signedAtMs: number }>({
    max: maxTokens,
  });

  const sign = async (
    name: string,
    subgraph: string,
    headers: DimensionHeaders,
  ): Promise<string> => {
    const signedAtMs = clock.monotonicMs();
    const issuedAtS = Math.floor(clock.nowMs() / 1_000);
    const claims = Object.fromEntries(
      headers.map(([header, value]) => [claimByHeader[header as VouchedHeader], value]),
    );
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: gatewayTokenAlgorithm, kid })
      .setIssuer(gatewayTokenIssuer)
      .setAudience(subgraph)
      .setIssuedAt(issuedAtS)
      .setExpirationTime(issuedAtS + lifetimeS)
      .sign(key);
    tokens.set(name, { token, signedAtMs });
    return token;
  };
  return {
    issue(subgraph, headers) {
      const name = headers.length === 0 ? subgraph : subgraph + JSON.stringify(headers);
      const known = tokens.get(name);
      const isFresh = known && clock.monotonicMs() - known.signedAtMs < reusableMs;
      return isFresh ? known.token : sign(name, subgraph, headers);
    },
    get size() {
      return tokens.size;
    },
  };
}
