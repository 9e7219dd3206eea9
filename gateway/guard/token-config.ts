// How the issuers of tokens are named in the configuration, and what holds where it says nothing.
import type { KeySetSource } from './key-set.ts';
import type { RemoteKeySetOptions } from './remote-key-set.ts';

/** Where the issuers are described. */
export type TokenConfig =
  | {
      readonly kind: 'one issuer';
      readonly keySet: KeySetSource;
      readonly issuer: string;
      readonly audience: string;
      readonly clockToleranceMs: number;
    }
  | { readonly kind: 'file'; readonly path: string; readonly clockToleranceMs: number };

/** What loading key sets stands on. */
export type KeySetDependencies = Pick<RemoteKeySetOptions, 'http' | 'clock' | 'log'>;

/** What tokens are signed with unless an issuer says otherwise. */
export const defaultAlgorithms = ['RS256', 'ES256', 'EdDSA'] as const;
/** The claim that scopes stand in unless an issuer says otherwise. */
export const defaultScopes = { claims: ['scope'] } as const;
