// The issuers whose tokens are accepted: one by variables, or several by a file.
import type { TokenRules } from './identity.ts';
import { loadKeySet } from './key-set.ts';
import {
  defaultAlgorithms,
  defaultScopes,
  type KeySetDependencies,
  type TokenConfig,
} from './token-config.ts';

/**
 * Loads the rules of all issuers; an address with keys is asked when the first token needs it.
 *
 * @throws CodedError `KEY_SET_UNREADABLE` or `ISSUERS_UNREADABLE`; the message says which entry is at fault.
 */
export async function loadTokenIssuers(
  config: TokenConfig | undefined,
  dependencies: KeySetDependencies,
): Promise<readonly TokenRules[]> {
  if (!config) return [];
  if (config.kind === 'file') {
    const { loadIssuersFile } = await import('./issuers-file.ts');
    return await loadIssuersFile(config, dependencies);
  }
  const { issuer, audience, clockToleranceMs } = config;
  const keySet = await loadKeySet(config.keySet, dependencies);
  return [
    {
      keySet,
      issuer,
      audiences: [audience],
      algorithms: defaultAlgorithms,
      clockToleranceMs,
      scopes: defaultScopes,
    },
  ];
}
