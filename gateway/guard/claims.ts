// What verified claims make of a caller: the subject, the scopes by the issuer's rules, and the policies that they satisfy.
import { listSatisfied, type Policies } from './policies.ts';

/** A caller whose token was verified. */
export interface Identity {
  readonly subject: string;
  /** By the issuer's rules, each once, sorted. */
  readonly scopes: readonly string[];
  /** Names of the policies that its claims satisfy. */
  readonly policies?: readonly string[];
}

/** Where an issuer's scopes stand, and what its words mean here. */
export interface ScopeRules {
  /** Names of claims, or paths such as `realm_access.roles`; the scopes of all add up. */
  readonly claims: readonly string[];
  /** The scopes that each value stands for; a value that is not in it gives none. Absent: values are scopes. */
  readonly map?: ReadonlyMap<string, readonly string[]> | undefined;
}

/** An identity, or why the claims are none. */
export type ClaimsOutcome =
  | { readonly status: 'identified'; readonly identity: Identity }
  | { readonly status: 'refused'; readonly reason: string };

/** Claims as they came, by name. */
export type Claims = Readonly<Record<string, unknown>>;

const maxScopes = 30;
// Subject and scopes travel in headers.
const subjectText = /^[A-Za-z0-9._~:@|-]{1,128}$/;
const scopeText = /^[\x21-\x7e]{1,64}$/;

/** Reads verified claims. Without policies the caller satisfies none. */
export function readClaims(claims: Claims, rules: ScopeRules, policies?: Policies): ClaimsOutcome {
  const subject = claims['sub'];
  if (typeof subject !== 'string' || !subjectText.test(subject)) {
    return {
      status: 'refused',
      reason: 'the subject has other characters than A-Z a-z 0-9 . _ ~ : @ | -',
    };
  }
  const values = rules.claims.flatMap((path) => listValues(findClaim(claims, path)));
  const { map } = rules;
  const scopes = new Set(map ? values.flatMap((value) => map.get(value) ?? []) : values);
  if (scopes.size > maxScopes || ![...scopes].every(isScope)) {
    return { status: 'refused', reason: 'the scopes are too many, too long or not visible ASCII' };
  }
  const identity: Identity = { subject, scopes: [...scopes].sort() };
  if (!policies) return { status: 'identified', identity };
  const satisfied = listSatisfied(policies, identity.scopes, claims);
  return { status: 'identified', identity: { ...identity, policies: satisfied } };
}

/** Whether a text can be a scope. */
export function isScope(text: string): boolean {
  return scopeText.test(text);
}

/** A claim of this very name comes before one that the path leads to: many names are URLs. */
function findClaim(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Claims)[name];
  }
  return value;
}

function listValues(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((text) => text !== '');
  return Array.isArray(claim) ? claim.filter((item) => typeof item === 'string') : [];
}
