// Who may query the schema, as part of the gateway's configuration.
import { z } from 'zod';

import { ConfigurationError, flag, variable, type Variables } from '../../runtime/configuration.ts';
import type { SchemaAccess } from './schema-access.ts';

/** The variables by their names. */
export const schemaAccessVariables = {
  MARQUE_INTROSPECTION: variable(
    flag().optional(),
    'Whether everyone may query the schema. Without it: only in the environment `local`, and not where MARQUE_INTROSPECTION_SCOPE is set.',
  ),
  MARQUE_INTROSPECTION_SCOPE: variable(
    scope().optional(),
    'Scope of callers who may query the schema where not everyone may, such as `schema:read`; nobody without it.',
  ),
} as const satisfies Variables;

/**
 * Reads what the variables say.
 *
 * @throws CodedError `CONFIGURATION_INVALID` where everyone may, and a scope is asked for.
 */
export function readSchemaAccess(
  read: {
    readonly MARQUE_INTROSPECTION?: boolean | undefined;
    readonly MARQUE_INTROSPECTION_SCOPE?: string | undefined;
  },
  isLocal: boolean,
): SchemaAccess {
  const { MARQUE_INTROSPECTION: isForEveryone, MARQUE_INTROSPECTION_SCOPE: name } = read;
  if (name === undefined) return (isForEveryone ?? isLocal) ? 'everyone' : 'nobody';
  if (isForEveryone === true) {
    throw new ConfigurationError([
      'MARQUE_INTROSPECTION=true lets everyone query the schema; leave it or MARQUE_INTROSPECTION_SCOPE out.',
    ]);
  }
  return { scope: name };
}

/** One scope as tokens name them. */
function scope() {
  const error = 'expected one scope, such as schema:read';
  return z
    .string({ error })
    .regex(/^[\u0021\u0023-\u005B\u005D-\u007E]{1,100}$/, error)
    .describe('scope');
}
