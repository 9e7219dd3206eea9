// Which policies of @policy a caller satisfies: a configured map from claims and scopes to their names.
import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import { CodedError } from '../../runtime/coded-error.ts';

const claimValue = z.union([z.string(), z.number(), z.boolean()]);
const conditionType = z
  .strictObject({
    /** All of them. */
    scopes: z.array(z.string()).min(1).optional(),
    /** Of each claim, one of the values; of a claim that is a list, one that is in it. */
    claims: z.record(z.string(), z.array(claimValue).min(1)).optional(),
  })
  .refine(({ scopes, claims }) => scopes ?? claims, 'expected scopes or claims');
const policiesType = z.record(z.string(), z.array(conditionType).min(1));

/** Name → conditions, of which one is enough. */
export type Policies = ReadonlyMap<string, readonly PolicyCondition[]>;

type PolicyCondition = z.infer<typeof conditionType>;

/**
 * Loads the map.
 *
 * @throws CodedError `POLICIES_UNREADABLE` if the file is absent or something else.
 */
export async function loadPolicies(path: string): Promise<Policies> {
  try {
    return parsePolicies(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new CodedError({
      code: 'POLICIES_UNREADABLE',
      kind: 'configuration',
      message: 'MARQUE_POLICIES_FILE does not name a readable map of policies.',
      cause: error,
    });
  }
}

/** Checks a map. Throws a `ZodError` that says what is wrong with it. */
export function parsePolicies(json: unknown): Policies {
  return new Map(Object.entries(policiesType.parse(json)));
}

/** Names of the policies that scopes and the claims of a verified token satisfy. */
export function listSatisfied(
  policies: Policies,
  heldScopes: readonly string[],
  claims: Readonly<Record<string, unknown>>,
): readonly string[] {
  const isMet = ({ scopes = [], claims: wanted = {} }: PolicyCondition): boolean =>
    scopes.every((scope) => heldScopes.includes(scope)) &&
    Object.entries(wanted).every(([name, values]) =>
      Object.hasOwn(claims, name) ? hasOne(claims[name], values) : false,
    );
  return [...policies].flatMap(([name, conditions]) => (conditions.some(isMet) ? [name] : []));
}

function hasOne(claim: unknown, values: readonly unknown[]): boolean {
  return Array.isArray(claim)
    ? claim.some((value) => values.includes(value))
    : values.includes(claim);
}
