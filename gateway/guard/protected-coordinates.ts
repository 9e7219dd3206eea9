// Which types and fields of a supergraph need a signed-in caller, scopes or policies.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  type ConstValueNode,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
} from 'graphql';

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
  const names = readDirectiveNames(
    definitions.filter(
      (node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION,
    ),
  );
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
type DirectiveNames = Readonly<Record<Spec, Set<string>>>;

function readDirectiveNames(
  schemas: readonly (SchemaDefinitionNode | SchemaExtensionNode)[],
): DirectiveNames {
  const names: DirectiveNames = {
    authenticated: new Set(),
    requiresScopes: new Set(),
    policy: new Set(),
  };
  for (const link of schemas.flatMap(({ directives }) => directives ?? [])) {
    const spec = linkPattern.exec(String(readArgument(link, 'url')))?.[1] as Spec | undefined;
    if (spec === undefined) continue;
    const prefix = readArgument(link, 'as');
    names[spec].add(typeof prefix === 'string' ? prefix : spec);
    for (const name of readImports(readArgument(link, 'import'), `@${spec}`)) names[spec].add(name);
  }
  return names;
}

function readImports(imports: unknown, wanted: string): string[] {
  if (!Array.isArray(imports)) return [];
  return imports.flatMap((item: unknown): string[] => {
    if (item === wanted) return [wanted.slice(1)];
    if (typeof item !== 'object' || item === null || !('name' in item)) return [];
    if (item.name !== wanted) return [];
    return 'as' in item ? [String(item.as).replace(/^@/, '')] : [wanted.slice(1)];
  });
}

function readAccess(
  directives: readonly ConstDirectiveNode[],
  names: DirectiveNames,
): Omit<AccessRule, 'coordinate'> | undefined {
  const find = (spec: Spec) => directives.find(({ name }) => names[spec].has(name.value));
  const scopes = find('requiresScopes');
  const policy = find('policy');
  if (!scopes && !policy && !find('authenticated')) return undefined;
  return {
    anyOfScopes: scopes ? (readArgument(scopes, 'scopes') as Alternatives) : [],
    ...(policy && { anyOfPolicies: readArgument(policy, 'policies') as Alternatives }),
  };
}

function readArgument(directive: ConstDirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((node) => node.name.value === name);
  return argument ? readValue(argument.value) : undefined;
}

function readValue(node: ConstValueNode): unknown {
  if (node.kind === Kind.LIST) return node.values.map(readValue);
  if (node.kind === Kind.OBJECT) {
    return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, readValue(value)]));
  }
  return node.kind === Kind.NULL ? null : node.value;
}
