// Which types of a supergraph belong to which interfaces and unions, also those that clients cannot see.
import { Kind, parse } from 'graphql';

/** Answers for every type of the supergraph by name. */
export interface TypeRelations {
  /** Whether an object of type `typeName` satisfies the type condition. */
  satisfies(typeName: string, condition: string): boolean;
}

/** Reads the relations from a supergraph's SDL. */
export function createTypeRelations(supergraphSdl: string): TypeRelations {
  const membersByType = new Map<string, Set<string>>();
  const add = (abstract: string, member: string): void => {
    const members = membersByType.get(abstract) ?? new Set();
    membersByType.set(abstract, members.add(member));
  };
  for (const node of parse(supergraphSdl, { noLocation: true }).definitions) {
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
        for (const { name } of node.interfaces ?? []) add(name.value, node.name.value);
        break;
      case Kind.UNION_TYPE_DEFINITION:
      case Kind.UNION_TYPE_EXTENSION:
        for (const { name } of node.types ?? []) add(node.name.value, name.value);
        break;
      default:
    }
  }
  return {
    satisfies: (typeName, condition) =>
      typeName === condition || (membersByType.get(condition)?.has(typeName) ?? false),
  };
}
