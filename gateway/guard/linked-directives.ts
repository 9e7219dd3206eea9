// Directives that a schema brings in by @link, under whatever names it gives them.
import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type DirectiveNode,
  Kind,
} from 'graphql';

/**
 * Names under which a directive of a specification may stand, such as `listSize` of `cost`. `spec`
 * matches the address of the specification.
 */
export function readLinkedNames(
  definitions: readonly DefinitionNode[],
  spec: RegExp,
  directive: string,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const link of node.directives ?? []) {
      const [, specName = ''] = spec.exec(String(readArgument(link, 'url'))) ?? [];
      if (specName === '') continue;
      const as = readArgument(link, 'as');
      const prefix = typeof as === 'string' ? as : specName;
      names.add(specName === directive ? prefix : `${prefix}__${directive}`);
      for (const name of readImports(readArgument(link, 'import'), `@${directive}`)) {
        names.add(name);
      }
    }
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

/** Finds the first directive that has one of the names. */
export function findDirective(
  directives: readonly ConstDirectiveNode[] | undefined,
  names: ReadonlySet<string>,
): ConstDirectiveNode | undefined {
  return directives?.find(({ name }) => names.has(name.value));
}

/** The value of an argument that holds no variable; numbers stand as text. */
export function readArgument(directive: DirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((node) => node.name.value === name);
  return argument ? readValue(argument.value as ConstValueNode) : undefined;
}

function readValue(node: ConstValueNode): unknown {
  if (node.kind === Kind.LIST) return node.values.map(readValue);
  if (node.kind === Kind.OBJECT) {
    return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, readValue(value)]));
  }
  return node.kind === Kind.NULL ? null : node.value;
}
