// What a caller must bring: scopes, an identity. The gateway asks too; a subgraph trusts nobody's word.
import { createFieldError } from './field-error.ts';
import type { Identity, RequestHeaders } from './request-headers.ts';

/** Throws `UNAUTHORIZED_FIELD_OR_TYPE` unless the caller has every one of the scopes. */
export function requireScopes(
  { scopes }: Pick<RequestHeaders, 'scopes'>,
  ...required: readonly string[]
): void {
  if (required.every((scope) => scopes.has(scope))) return;
  throw createFieldError('UNAUTHORIZED_FIELD_OR_TYPE', {
    message: `This needs the scope ${required.join(' and ')}.`,
  });
}

/** Gives who asks, or throws `UNAUTHENTICATED`. */
export function requireIdentity({ identity }: Pick<RequestHeaders, 'identity'>): Identity {
  if (identity) return identity;
  throw createFieldError('UNAUTHENTICATED');
}
