// Which types and fields of a supergraph need a signed-in caller or scopes.
import { type ConstDirectiveNode, Kind, parse } from 'graphql';

import { findDirective, readArgument, readLinkedNames } from './linked-directives.ts';

/** What a caller must bring. */
export interface AccessRule {
  /** `Type` or `Type.field`. */
  readonly coordinate: string;
  /** One of these lists in full; empty: being signed in is enough. */
  readonly anyOfScopes: readonly (readonly string[])[];
}

/** Rules by coordinate. */
export type ProtectedCoordinates = ReadonlyMap<string, AccessRule>;

const linkPattern = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes)\/v/;

/** Reads the rules of `@requiresScopes` and `@authenticated`, under whatever names they are linked. */
export function readProtectedCoordinates(supergraphSdl: string): ProtectedCoordinates {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const names: DirectiveNames = {
    authenticated: readLinkedNames(definitions, linkPattern, 'authenticated'),
    requiresScopes: readLinkedNames(definitions, linkPattern, 'requiresScopes'),
  };
  const rules = new Map<string, AccessRule>();
  const addRule = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const anyOfScopes = readAccess(directives, names);
    if (anyOfScopes) rules.set(coordinate, { coordinate, anyOfScopes });
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

interface DirectiveNames {
  readonly authenticated: ReadonlySet<string>;
  readonly requiresScopes: ReadonlySet<string>;
}

function readAccess(
  directives: readonly ConstDirectiveNode[],
  names: DirectiveNames,
): readonly (readonly string[])[] | undefined {
  const scopes = findDirective(directives, names.requiresScopes);
  if (scopes) return readArgument(scopes, 'scopes') as readonly (readonly string[])[];
  return findDirective(directives, names.authenticated) ? [] : undefined;
}
