// Who asks: verifies a bearer token. Nothing of a token is believed before its signature is.
import { decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';

import type { Clock } from '../../runtime/clock.ts';
import { type ClaimsOutcome, readClaims, type ScopeRules } from './claims.ts';
import type { CredentialFigures } from './credential-figures.ts';
import type { Policies } from './policies.ts';
import { createRememberedCredentials } from './remembered-credentials.ts';

/** What the Authorization header says; `reason` is for the log, a client is not told. */
export type IdentityOutcome =
  | { readonly status: 'anonymous' }
  | ClaimsOutcome
  /** The keys cannot be had at the moment. */
  | { readonly status: 'unavailable'; readonly reason: string };

/** What the tokens of one issuer must prove. */
export interface TokenRules {
  readonly keySet: JWTVerifyGetKey;
  readonly issuer: string;
  /** One of them has to be among a token's own. */
  readonly audiences: readonly string[];
  /** Asymmetric ones. */
  readonly algorithms: readonly string[];
  /** How far clocks may differ. */
  readonly clockToleranceMs: number;
  readonly scopes: ScopeRules;
}

/** Tells who asks. */
export interface IdentityReader {
  /**
   * Never rejects. `authorization` is the header's value as it came; without one, or with one that was
   * verified a moment ago, nobody waits.
   */
  read(authorization: string | undefined): IdentityOutcome | Promise<IdentityOutcome>;
  readFigures(): CredentialFigures;
}

interface VerifiedToken {
  readonly outcome: Extract<IdentityOutcome, { readonly status: 'identified' }>;
  readonly verifiedAtMs: number;
  /** Unix epoch. */
  readonly expiresAtMs: number;
}

const maxTokenLength = 8_192;
const bearer = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i;
// So long a token goes on whose key was withdrawn.
const rememberedForMs = 30_000;
const maxRemembered = 10_000;
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

/** Creates the reader for the tokens of some issuers. Without any no token can be verified: each one is refused. */
export function createIdentityReader(
  issuers: readonly TokenRules[],
  clock: Clock,
  policies?: Policies,
): IdentityReader {
  const rulesByIssuer = new Map(issuers.map((rules) => [rules.issuer, rules]));
  const remembered = createRememberedCredentials<VerifiedToken>(maxRemembered);
  const outcomes = { remembered: 0, identified: 0, refused: 0, unavailable: 0 };

  const verify = async (token: string): Promise<ClaimsOutcome> => {
    // Which issuer's keys and rules it has to stand against: its own word, until the signature holds.
    const rules = rulesByIssuer.get(decodeJwt(token).iss ?? '');
    if (!rules) return { status: 'refused', reason: 'the issuer is none of those configured' };
    const { payload } = await jwtVerify(token, rules.keySet, {
      algorithms: [...rules.algorithms],
      issuer: rules.issuer,
      audience: [...rules.audiences],
      clockTolerance: rules.clockToleranceMs / 1_000,
      currentDate: new Date(clock.nowMs()),
      requiredClaims: ['exp', 'sub'],
    });
    const outcome = readClaims(payload, rules.scopes, policies);
    const expiresAtMs = (payload.exp ?? 0) * 1_000;
    // By the clock's tolerance it may hold beyond its end; then it is verified each time.
    if (outcome.status === 'identified' && clock.nowMs() < expiresAtMs) {
      remembered.set(token, { outcome, verifiedAtMs: clock.monotonicMs(), expiresAtMs });
    }
    return outcome;
  };
  const read = async (authorization: string): Promise<IdentityOutcome> => {
    const token = findToken(authorization);
    if (token === undefined) {
      return { status: 'refused', reason: 'not a bearer token of three parts' };
    }
    if (issuers.length === 0) return { status: 'refused', reason: 'no issuer is configured' };
    try {
      return await verify(token);
    } catch (error) {
      return describeFailure(error);
    }
  };
  const findRemembered = (authorization: string): IdentityOutcome | undefined => {
    const token = findToken(authorization);
    const known = token === undefined ? undefined : remembered.find(token);
    const isFresh =
      known &&
      clock.nowMs() < known.expiresAtMs &&
      clock.monotonicMs() - known.verifiedAtMs < rememberedForMs;
    return isFresh ? known.outcome : undefined;
  };

  return {
    read(authorization) {
      if (authorization === undefined) return { status: 'anonymous' };
      const known = findRemembered(authorization);
      if (known) {
        outcomes.remembered += 1;
        return known;
      }
      return read(authorization).then((outcome) => {
        if (outcome.status !== 'anonymous') outcomes[outcome.status] += 1;
        return outcome;
      });
    },
    readFigures: () => ({ remembered: remembered.size, outcomes: { ...outcomes } }),
  };
}

function findToken(authorization: string): string | undefined {
  return authorization.length > maxTokenLength ? undefined : bearer.exec(authorization)?.[1];
}

function describeFailure(error: unknown): IdentityOutcome {
  const reason = error instanceof errors.JOSEError ? error.code : 'the key set cannot be had';
  const isTokensFault = refusalErrors.some((type) => error instanceof type);
  return { status: isTokensFault ? 'refused' : 'unavailable', reason };
}
