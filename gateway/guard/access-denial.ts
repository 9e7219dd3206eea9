// What a caller is told of what it may not see.
import { GraphQLError } from 'graphql';

import { errorTable } from '../errors.ts';
import type { AccessRule, Alternatives } from './protected-coordinates.ts';

const code = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** Of a whole operation that is refused for rules that its caller does not satisfy. */
export function createRefusalError(rules: readonly AccessRule[]): GraphQLError {
  return new GraphQLError(
    `The operation needs more than the caller has: ${describeRules(rules)}.`,
    {
      extensions: {
        code,
        coordinates: rules,
        http: { status: errorTable.UNAUTHORIZED_FIELD_OR_TYPE.status },
      },
    },
  );
}

/** Of a place in the answer that is null for rules that the caller does not satisfy. */
export function createDenialError(
  rules: readonly AccessRule[],
  path: readonly (string | number)[],
): GraphQLError {
  return new GraphQLError(`This needs more than the caller has: ${describeRules(rules)}.`, {
    path,
    extensions: { code, coordinates: rules },
  });
}

function describeRules(rules: readonly AccessRule[]): string {
  const needs = rules.map(({ coordinate, anyOfScopes, anyOfPolicies = [] }) => {
    const policies = anyOfPolicies.length > 0 ? `policy ${joinAlternatives(anyOfPolicies)}` : '';
    const parts = [joinAlternatives(anyOfScopes), policies].filter((part) => part !== '');
    return `${coordinate} (${parts.length > 0 ? parts.join('; ') : 'a signed-in caller'})`;
  });
  return needs.join('; ');
}

function joinAlternatives(alternatives: Alternatives): string {
  return alternatives.map((names) => names.join(' and ')).join(', or ');
}
