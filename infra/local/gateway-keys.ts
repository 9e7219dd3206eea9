// The local stack's own key pair for what the gateway says to its subgraphs.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

import { writePrivately } from './developer-identity.ts';

/** Variables that name the files: the private key for the gateway, the public ones for subgraphs. */
export interface GatewayKeyFiles {
  readonly MARQUE_SUBGRAPH_KEY_FILE: string;
  readonly MARQUE_GATEWAY_JWKS_FILE: string;
}

const algorithm = 'EdDSA';

/**
 * Makes a new pair at every start, and leaves the last one's public key in the set: parts that are
 * still up take the tokens of both. Files are readable by their owner alone.
 */
export async function prepareGatewayKeys(directory: string): Promise<GatewayKeyFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const keyFile = join(directory, 'gateway-key.json');
  const keySetFile = join(directory, 'gateway-jwks.json');
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const facts = { kid: await calculateJwkThumbprint(publicJwk), alg: algorithm, use: 'sig' };
  const [last] = await readKeys(keySetFile);
  const keys = [{ ...publicJwk, ...facts }, ...(last ? [last] : [])];
  await writePrivately(keySetFile, JSON.stringify({ keys }));
  await writePrivately(keyFile, JSON.stringify({ ...(await exportJWK(privateKey)), ...facts }));
  return { MARQUE_SUBGRAPH_KEY_FILE: keyFile, MARQUE_GATEWAY_JWKS_FILE: keySetFile };
}

async function readKeys(file: string): Promise<readonly JWK[]> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { readonly keys: readonly JWK[] }).keys;
  } catch {
    return [];
  }
}
