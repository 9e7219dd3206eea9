// Says of which types an operation selects what, at each path of its answer.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

import type { PlanPath } from '../plan/query-plan.ts';

/** Response names that are selected at a path, each with the object types that have it there. */
export type SelectedTypes = ReadonlyMap<string, ReadonlySet<string>>;

interface Level {
  readonly typeName: string;
  readonly set: SelectionSetNode;
}

interface Found {
  readonly types: Set<string>;
  readonly levels: Level[];
}

/** Makes the function that looks at one path of a document of one operation. */
export function createSelectedTypes(
  document: DocumentNode,
  schema: GraphQLSchema,
): (path: PlanPath) => SelectedTypes {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const roots: Level[] = [];
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const typeName = schema.getRootType(node.operation)?.name;
    if (typeName !== undefined) roots.push({ typeName, set: node.selectionSet });
  }
  const listPossible = (typeName: string): readonly string[] => {
    const type = schema.getType(typeName);
    return isAbstractType(type)
      ? schema.getPossibleTypes(type).map(({ name }) => name)
      : [typeName];
  };

  const gather = (levels: readonly Level[]): Map<string, Found> => {
    const found = new Map<string, Found>();
    const walk = ({ typeName, set }: Level, possible: readonly string[]): void => {
      const type = schema.getType(typeName);
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const name = (selection.alias ?? selection.name).value;
          const entry = found.get(name) ?? { types: new Set(), levels: [] };
          found.set(name, entry);
          for (const one of possible) entry.types.add(one);
          const hasFields = isObjectType(type) || isInterfaceType(type);
          const inner = hasFields && getNamedType(type.getFields()[selection.name.value]?.type);
          if (!inner || !selection.selectionSet) continue;
          entry.levels.push({ typeName: inner.name, set: selection.selectionSet });
          continue;
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (!fragment) continue;
        const condition = fragment.typeCondition?.name.value ?? typeName;
        const satisfying = new Set(listPossible(condition));
        walk(
          { typeName: condition, set: fragment.selectionSet },
          possible.filter((one) => satisfying.has(one)),
        );
      }
    };
    for (const level of levels) walk(level, listPossible(level.typeName));
    return found;
  };

  return (path) => {
    const found = path
      .filter((key) => key !== '@')
      .reduce((at, key) => gather(at.get(String(key))?.levels ?? []), gather(roots));
    return new Map([...found].map(([name, { types }]) => [name, types]));
  };
}
