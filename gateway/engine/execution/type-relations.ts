// Which types of a supergraph belong to which interfaces and unions, also those that clients cannot see.
import { type DocumentNode, Kind } from 'graphql';

/** Answers for every type of the supergraph by name. */
export interface TypeRelations {
  /** Whether an object of type `typeName` satisfies the type condition. */
  satisfies(typeName: string, condition: string): boolean;
}

/** Reads the relations from a supergraph. */
export function createTypeRelations({ definitions }: DocumentNode): TypeRelations {
  const membersByType = new Map<string, Set<string>>();
  const add = (abstract: string, member: string): void => {
    const members = membersByType.get(abstract) ?? new Set();
    membersByType.set(abstract, members.add(member));
  };
  for (const node of definitions) {
    if ('interfaces' in node) {
      for (const { name } of node.interfaces ?? []) add(name.value, node.name.value);
    }
    if (node.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const { name } of node.types ?? []) add(node.name.value, name.value);
    }
  }
  return {
    satisfies: (typeName, condition) =>
      typeName === condition || (membersByType.get(condition)?.has(typeName) ?? false),
  };
}
