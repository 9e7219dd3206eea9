// Who asks: verifies a bearer token. Nothing of a token is believed before its signature is.
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';

import type { Clock } from '../../runtime/clock.ts';
import { listSatisfied, type Policies } from './policies.ts';

/** A caller whose token was verified. */
export interface Identity {
  readonly subject: string;
  /** Of the claim `scope`, each once, sorted. */
  readonly scopes: readonly string[];
  /** Names of the policies that its claims satisfy. */
  readonly policies?: readonly string[];
}

/** What the Authorization header says. */
export type IdentityOutcome =
  | { readonly status: 'anonymous' }
  | { readonly status: 'identified'; readonly identity: Identity }
  /** `reason` is for the log; a client is not told. */
  | { readonly status: 'refused'; readonly reason: string }
  /** The keys cannot be had at the moment. */
  | { readonly status: 'unavailable'; readonly reason: string };

/** What tokens must prove. */
export interface TokenRules {
  readonly keySet: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  /** How far clocks may differ. */
  readonly clockToleranceMs: number;
  readonly policies?: Policies | undefined;
}

/** Tells who asks. */
export interface IdentityReader {
  /** Never rejects. `authorization` is the header's value as it came; without one, nobody waits. */
  read(authorization: string | undefined): IdentityOutcome | Promise<IdentityOutcome>;
}

// Asymmetric only: with HMAC, whoever knows the public key could sign.
const algorithms = ['RS256', 'ES256', 'EdDSA'];
const maxTokenLength = 8_192;
const maxScopes = 30;
// Subject and scopes travel in headers.
const subjectText = /^[A-Za-z0-9._~:@|-]{1,128}$/;
const scopeText = /^[\x21-\x7e]{1,64}$/;
const refusalErrors = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/** Creates the reader. Without rules no token can be verified, so each one is refused. */
export function createIdentityReader(rules: TokenRules | undefined, clock: Clock): IdentityReader {
  const verify = async (authorization: string): Promise<IdentityOutcome> => {
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization)?.[1];
    if (token === undefined || token.length > maxTokenLength) {
      return { status: 'refused', reason: 'not a bearer token of three parts' };
    }
    if (!rules) return { status: 'refused', reason: 'no key set is configured' };

    try {
      const { payload } = await jwtVerify(token, rules.keySet, {
        algorithms,
        issuer: rules.issuer,
        audience: rules.audience,
        clockTolerance: rules.clockToleranceMs / 1_000,
        currentDate: new Date(clock.nowMs()),
        requiredClaims: ['exp', 'sub'],
      });
      const who = readClaims(payload.sub, payload['scope']);
      if (who.status !== 'identified' || !rules.policies) return who;
      const policies = listSatisfied(rules.policies, who.identity.scopes, payload);
      return { ...who, identity: { ...who.identity, policies } };
    } catch (error) {
      return describeFailure(error);
    }
  };
  return {
    read: (authorization) =>
      authorization === undefined ? { status: 'anonymous' } : verify(authorization),
  };
}

function readClaims(subject: unknown, scope: unknown): IdentityOutcome {
  if (typeof subject !== 'string' || !subjectText.test(subject)) {
    return {
      status: 'refused',
      reason: 'the subject has other characters than A-Z a-z 0-9 . _ ~ : @ | -',
    };
  }
  const scopes = typeof scope === 'string' ? scope.split(' ').filter((text) => text !== '') : [];
  if (scopes.length > maxScopes || !scopes.every((text) => scopeText.test(text))) {
    return { status: 'refused', reason: 'the scopes are too many, too long or not visible ASCII' };
  }
  return { status: 'identified', identity: { subject, scopes: [...new Set(scopes)].sort() } };
}

function describeFailure(error: unknown): IdentityOutcome {
  const reason = error instanceof errors.JOSEError ? error.code : 'the key set cannot be had';
  const isTokensFault = refusalErrors.some((type) => error instanceof type);
  return { status: isTokensFault ? 'refused' : 'unavailable', reason };
}
