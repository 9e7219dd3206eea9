// Which types and fields of a supergraph need a signed-in caller, scopes or policies.
import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';

import { findDirective, readArgument, readLinkedNames } from './linked-directives.ts';

/** What a caller must bring. */
export interface AccessRule {
  /** `Type` or `Type.field`. */
  readonly coordinate: string;
  /** One of these lists in full; empty: being signed in is enough. */
  readonly anyOfScopes: Alternatives;
  /** One of these lists in full, too; absent if no policy is asked for. */
  readonly anyOfPolicies?: Alternatives;
}

/** Lists of which one is enough, in full. */
export type Alternatives = readonly (readonly string[])[];

/** Rules by coordinate. */
export type ProtectedCoordinates = ReadonlyMap<string, AccessRule>;

const linkPattern = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)\/v/;

/**
 * Reads the rules of `@authenticated`, `@requiresScopes` and `@policy`, under whatever names they are
 * linked.
 */
export function readProtectedCoordinates({ definitions }: DocumentNode): ProtectedCoordinates {
  const names: DirectiveNames = {
    authenticated: readLinkedNames(definitions, linkPattern, 'authenticated'),
    requiresScopes: readLinkedNames(definitions, linkPattern, 'requiresScopes'),
    policy: readLinkedNames(definitions, linkPattern, 'policy'),
  };
  const rules = new Map<string, AccessRule>();
  const addRule = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const access = readAccess(directives, names);
    if (access) rules.set(coordinate, { coordinate, ...access });
  };

  for (const definition of definitions) {
    if (
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION
    ) {
      addRule(definition.name.value, definition.directives);
      for (const field of definition.fields ?? []) {
        addRule(`${definition.name.value}.${field.name.value}`, field.directives);
      }
    } else if (
      definition.kind === Kind.SCALAR_TYPE_DEFINITION ||
      definition.kind === Kind.ENUM_TYPE_DEFINITION
    ) {
      addRule(definition.name.value, definition.directives);
    }
  }
  return rules;
}

type Spec = 'authenticated' | 'requiresScopes' | 'policy';
type DirectiveNames = Readonly<Record<Spec, ReadonlySet<string>>>;

function readAccess(
  directives: readonly ConstDirectiveNode[],
  names: DirectiveNames,
): Omit<AccessRule, 'coordinate'> | undefined {
  const scopes = findDirective(directives, names.requiresScopes);
  const policy = findDirective(directives, names.policy);
  if (!scopes && !policy && !findDirective(directives, names.authenticated)) return undefined;
  return {
    anyOfScopes: scopes ? (readArgument(scopes, 'scopes') as Alternatives) : [],
    ...(policy && { anyOfPolicies: readArgument(policy, 'policies') as Alternatives }),
  };
}
