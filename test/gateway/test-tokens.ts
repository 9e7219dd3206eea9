// Tokens that a gateway of the tests accepts.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exportJWK, SignJWT } from 'jose';

/** An issuer with one key. */
export interface TestTokens {
  /** What a gateway that accepts them is configured with. */
  readonly env: Record<string, string>;
  /** The header of a caller with these scopes and claims. */
  sign(
    scopes: readonly string[],
    claims?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly authorization: string }>;
  /** Takes the files away. */
  remove(): Promise<void>;
}

const issuer = 'https://tests.invalid';

/** Makes a key, and files for the gateway; `policies` become its map of policies. */
export async function createTestTokens(policies: unknown = {}): Promise<TestTokens> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const directory = await mkdtemp(join(tmpdir(), 'tokens-'));
  const keyFile = join(directory, 'keys.json');
  const policyFile = join(directory, 'policies.json');
  await writeFile(keyFile, JSON.stringify({ keys: [await exportJWK(publicKey)] }));
  await writeFile(policyFile, JSON.stringify(policies));
  return {
    env: {
      MARQUE_JWKS_FILE: keyFile,
      MARQUE_TOKEN_ISSUER: issuer,
      MARQUE_TOKEN_AUDIENCE: 'marque',
      MARQUE_POLICIES_FILE: policyFile,
    },
    async sign(scopes, claims = {}) {
      const token = await new SignJWT({ ...claims, scope: scopes.join(' ') })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setSubject('someone')
        .setIssuer(issuer)
        .setAudience('marque')
        .setExpirationTime('1h')
        .sign(privateKey);
      return { authorization: `Bearer ${token}` };
    },
    remove: () => rm(directory, { recursive: true }),
  };
}
