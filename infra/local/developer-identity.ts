// The local stack's own key pair and a token for the developer, so that VIN data can be tried without an issuer.
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';

import type { Clock } from '../../runtime/clock.ts';

/** Where the pieces lie and what the token must say for the gateway to take it. */
export interface DeveloperIdentityOptions {
  readonly directory: string;
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Clock;
}

/** Files that the stack and the developer use. */
export interface DeveloperIdentity {
  /** The public key set, for the gateway. */
  readonly jwksFile: string;
  /** A bearer token, for curl. */
  readonly tokenFile: string;
}

const keyId = 'local-1';
const algorithm = 'EdDSA';
const tokenLifetimeS = 12 * 60 * 60;
/** Customer C-0001 of the catalogue owns the vehicles of the garage. */
const developerClaims = { sub: 'C-0001', scope: 'vehicle:read service:write cost:read' };

/** Makes the key pair at the first start, and a fresh token at every start. Files are readable by their owner alone. */
export async function prepareDeveloperIdentity(
  options: DeveloperIdentityOptions,
): Promise<DeveloperIdentity> {
  const { directory, issuer, audience, clock } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const jwksFile = join(directory, 'jwks.json');
  const tokenFile = join(directory, 'token');

  const privateJwk = await loadOrMakePrivateKey(join(directory, 'private-key.json'));
  const publicJwk: JWK = { kty: 'OKP', crv: 'Ed25519', kid: keyId, alg: algorithm, use: 'sig' };
  if (typeof privateJwk.x === 'string') publicJwk.x = privateJwk.x;
  await writePrivately(jwksFile, JSON.stringify({ keys: [publicJwk] }));

  const issuedAtS = Math.floor(clock.nowMs() / 1_000);
  const token = await new SignJWT(developerClaims)
    .setProtectedHeader({ alg: algorithm, kid: keyId })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + tokenLifetimeS)
    .sign(await importJWK(privateJwk, algorithm));
  await writePrivately(tokenFile, token);

  return { jwksFile, tokenFile };
}

async function loadOrMakePrivateKey(file: string): Promise<JWK> {
  const existing = await readFile(file, 'utf8').catch(() => undefined);
  if (existing !== undefined) return JSON.parse(existing) as JWK;

  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  await writePrivately(file, JSON.stringify(jwk));
  return jwk;
}

/** Written beside and renamed, so that a second stack never reads half a file. */
export async function writePrivately(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}
