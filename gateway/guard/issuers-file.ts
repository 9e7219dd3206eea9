// Several issuers by a file: read once at the start, and refused as a whole where anything in it does not fit.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { z } from 'zod';

import { CodedError } from '../../runtime/coded-error.ts';
import { durationMs, httpUrl } from '../../runtime/configuration.ts';
import { isScope } from './claims.ts';
import type { TokenRules } from './identity.ts';
import { loadKeySet } from './key-set.ts';
import {
  defaultAlgorithms,
  defaultScopes,
  type KeySetDependencies,
  type TokenConfig,
} from './token-config.ts';

// With HMAC, whoever verifies could sign, and a public key could be taken for the secret.
const asymmetric = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
const maxToleranceMs = 60_000;

const text = z.string().min(1);
const issuerEntry = z
  .strictObject({
    issuer: text,
    audience: z.union([text, z.array(text).min(1)]),
    jwksUrl: httpUrl().optional(),
    jwksFile: text.optional(),
    jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) }).optional(),
    algorithms: z
      .array(z.enum(asymmetric))
      .min(1)
      .default([...defaultAlgorithms]),
    clockTolerance: durationMs()
      .refine((value) => value <= maxToleranceMs, 'expected at most 60s')
      .optional(),
    scopeClaims: z
      .array(text)
      .min(1)
      .default([...defaultScopes.claims]),
    scopeMap: z.record(text, z.array(z.string().refine(isScope, 'expected scopes'))).optional(),
  })
  .refine(
    ({ jwksUrl, jwksFile, jwks }) =>
      [jwksUrl, jwksFile, jwks].filter((source) => source !== undefined).length === 1,
    'expected one of jwksUrl, jwksFile and jwks',
  );
const issuersFile = z
  .strictObject({ issuers: z.array(issuerEntry).min(1).max(50) })
  .refine(
    ({ issuers }) => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length,
    'expected each issuer once',
  );

type IssuerEntry = z.output<typeof issuerEntry>;

/**
 * Loads the rules of all issuers of a file.
 *
 * @throws CodedError `ISSUERS_UNREADABLE`; the message says which entry is at fault.
 */
export async function loadIssuersFile(
  { path, clockToleranceMs }: Extract<TokenConfig, { readonly kind: 'file' }>,
  dependencies: KeySetDependencies,
): Promise<readonly TokenRules[]> {
  const { issuers } = await readIssuersFile(path);
  return await Promise.all(
    issuers.map(async (entry): Promise<TokenRules> => ({
      keySet: await loadEntryKeys(entry, path, dependencies),
      issuer: entry.issuer,
      audiences: [entry.audience].flat(),
      algorithms: entry.algorithms,
      clockToleranceMs: entry.clockTolerance ?? clockToleranceMs,
      scopes: {
        claims: entry.scopeClaims,
        map: entry.scopeMap && new Map(Object.entries(entry.scopeMap)),
      },
    })),
  );
}

async function readIssuersFile(path: string): Promise<z.output<typeof issuersFile>> {
  let faults: readonly string[];
  try {
    const outcome = issuersFile.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (outcome.success) return outcome.data;
    faults = outcome.error.issues.map(
      (issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`,
    );
  } catch (error) {
    throw createFileFault('It cannot be read as JSON.', error);
  }
  throw createFileFault(faults.join('; '));
}

async function loadEntryKeys(
  { jwksUrl, jwksFile, jwks }: IssuerEntry,
  issuersPath: string,
  dependencies: KeySetDependencies,
): Promise<TokenRules['keySet']> {
  if (jwksUrl !== undefined) {
    // One issuer that is down must not open the breaker of another.
    const upstream = `key-set ${new URL(jwksUrl).host}`;
    return await loadKeySet({ kind: 'url', url: jwksUrl }, { ...dependencies, upstream });
  }
  if (jwksFile !== undefined) {
    return await loadKeySet(
      { kind: 'file', path: resolve(dirname(issuersPath), jwksFile), setting: 'jwksFile' },
      dependencies,
    );
  }
  try {
    return createLocalJWKSet(jwks as unknown as JSONWebKeySet);
  } catch (error) {
    throw createFileFault('A member jwks is not a JSON Web Key Set.', error);
  }
}

function createFileFault(what: string, cause?: unknown): CodedError {
  return new CodedError({
    code: 'ISSUERS_UNREADABLE',
    kind: 'configuration',
    message: `MARQUE_TOKEN_ISSUERS_FILE does not name a file of issuers. ${what}`,
    cause,
  });
}
