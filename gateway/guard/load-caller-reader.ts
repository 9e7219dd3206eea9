// Loads what tells who asks: key sets, the store of API keys and their pepper, as configured.
import type { Clock } from '../../runtime/clock.ts';
import type { HttpClient } from '../../runtime/http/http-client.ts';
import type { Log } from '../../runtime/log.ts';
import { type CallerReader, createCallerReader } from './caller.ts';
import type { CredentialFigures } from './credential-figures.ts';
import { createIdentityReader } from './identity.ts';
import type { IdentityConfig, KeyConfig } from './identity-config.ts';
import type { KeyReader } from './key-reader.ts';
import { loadPolicies } from './policies.ts';
import { createProxyReader } from './proxy-identity.ts';
import { loadTokenIssuers } from './token-issuers.ts';

/** What loading stands on. */
export interface IdentityDependencies {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who asks, what was counted of it, and its end. */
export interface LoadedCallerReader extends CallerReader {
  /** By kind; without the kinds that are not configured. */
  readFigures(): Readonly<Record<string, CredentialFigures | undefined>>;
  close(): Promise<void>;
}

/**
 * Loads all of it. What is not configured is not loaded.
 *
 * @throws CodedError `KEY_SET_UNREADABLE`, `ISSUERS_UNREADABLE`, `POLICIES_UNREADABLE` or `KEY_PEPPER_UNREADABLE`.
 */
export async function loadCallerReader(
  config: IdentityConfig,
  dependencies: IdentityDependencies,
): Promise<LoadedCallerReader> {
  const issuers = await loadTokenIssuers(config.tokens, dependencies);
  const policies =
    config.policiesFile === undefined ? undefined : await loadPolicies(config.policiesFile);
  const tokens = createIdentityReader(issuers, dependencies.clock, policies);
  const keys = config.keys && (await loadKeyReader(config.keys, dependencies));
  const reader = createCallerReader({
    tokens,
    keys,
    isKeyRequired: config.isKeyRequired,
    proxy: createProxyReader(config.proxy, policies),
  });
  return {
    ...reader,
    readFigures: () => ({
      key: keys?.readFigures(),
      token: config.tokens && tokens.readFigures(),
    }),
    close: async () => keys?.close(),
  };
}

async function loadKeyReader(
  { place, pepper, outageLimitMs }: KeyConfig,
  { clock, log }: IdentityDependencies,
): Promise<KeyReader> {
  const { createKeyDigest, loadPepper } = await import('./keys/key-digest.ts');
  const { openKeyStore } = await import('./keys/open-key-store.ts');
  const { createKeyReader } = await import('./key-reader.ts');
  const digest = createKeyDigest(await loadPepper(pepper));
  const store = await openKeyStore(place, { clock, log });
  return createKeyReader({ store, digest, outageLimitMs, clock, log });
}
