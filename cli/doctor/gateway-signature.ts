// What a gateway would send along to a subgraph: a token signed with its key, for that subgraph and half a minute.
import { readFile } from 'node:fs/promises';

import { importJWK, type JWK, SignJWT } from 'jose';

import type { Clock } from '../../runtime/clock.ts';
import { gatewayTokenAlgorithm, gatewayTokenIssuer } from '../../runtime/gateway-token.ts';

/** Gives the headers of a request to a subgraph; rejects where the key cannot be used. */
export type SignForSubgraph = (subgraph: string) => Promise<Readonly<Record<string, string>>>;

const lifetimeS = 30;

/** Creates what signs with the private key in a file; without one, nothing is sent along. */
export function createGatewaySignature(keyFile: string | undefined, clock: Clock): SignForSubgraph {
  if (keyFile === undefined) return () => Promise.resolve({});
  return async (subgraph) => {
    const jwk = JSON.parse(await readFile(keyFile, 'utf8')) as JWK;
    const nowS = Math.floor(clock.nowMs() / 1_000);
    const token = await new SignJWT()
      .setProtectedHeader({
        alg: gatewayTokenAlgorithm,
        ...(jwk.kid === undefined ? {} : { kid: jwk.kid }),
      })
      .setIssuer(gatewayTokenIssuer)
      .setAudience(subgraph)
      .setIssuedAt(nowS)
      .setExpirationTime(nowS + lifetimeS)
      .sign(await importJWK(jwk, gatewayTokenAlgorithm));
    return { authorization: `Bearer ${token}` };
  };
}
