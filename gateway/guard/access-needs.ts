// What it takes to be given a field: its own rules, those of its types, and those of its inputs.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';

import {
  namedTypeOf,
  parseFieldSet,
  readStringArgument,
} from '../engine/planner/supergraph-ast.ts';
import { type AccessRule, readProtectedCoordinates } from './protected-coordinates.ts';

/** The rules of a supergraph by what they protect; each position is under all of its rules. */
export interface AccessNeeds {
  /** All rules there are. */
  readonly rules: readonly AccessRule[];
  /** What it takes to see an object of a type, or a value of a scalar or an enum. */
  ofType(typeName: string): readonly AccessRule[];
  /**
   * What it takes to be given a field of an object type: the rules of both and of the field's type,
   * and the same of everything that the field `@requires`, with the inputs of that. A type that is
   * an interface or a union adds nothing here: what its objects take is theirs.
   */
  ofField(typeName: string, fieldName: string): readonly AccessRule[];
}

interface TypeFacts {
  readonly fields: ReadonlyMap<string, FieldDefinitionNode>;
  readonly interfaces: readonly string[];
}

/**
 * Reads the rules of a supergraph. An interface's rule derives from its implementers, so where one of
 * them has a rule, the interface's own adds nothing; a rule that no implementer has is one of all.
 */
export function readAccessNeeds(document: DocumentNode): AccessNeeds {
  const protectedBy = readProtectedCoordinates(document);
  if (protectedBy.size === 0) return { rules: [], ofType: () => [], ofField: () => [] };

  const types = new Map<string, TypeFacts>();
  const members = new Map<string, string[]>();
  const addMember = (abstract: string, member: string): void => {
    members.set(abstract, [...(members.get(abstract) ?? []), member]);
  };
  for (const node of document.definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const { name } of node.types ?? []) addMember(node.name.value, name.value);
    }
    const isObject = node.kind === Kind.OBJECT_TYPE_DEFINITION;
    if (!isObject && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const interfaces = (node.interfaces ?? []).map(({ name }) => name.value);
    const fields = new Map((node.fields ?? []).map((field) => [field.name.value, field]));
    types.set(node.name.value, { fields, interfaces });
    if (!isObject) members.set(node.name.value, members.get(node.name.value) ?? []);
    for (const name of isObject ? interfaces : []) addMember(name, node.name.value);
  }

  /** `suffix` is empty for the type itself, or a field's name behind a dot. */
  const ownRules = (typeName: string, suffix: string): readonly AccessRule[] => {
    const own = protectedBy.get(typeName + suffix);
    if (own) return [own];
    return (types.get(typeName)?.interfaces ?? []).flatMap((name) => {
      const rule = protectedBy.get(name + suffix);
      const isDerived = members.get(name)?.some((member) => protectedBy.has(member + suffix));
      return rule && !isDerived ? [rule] : [];
    });
  };

  const collectOfField = (ownerName: string, ownFieldName: string): readonly AccessRule[] => {
    const found = new Map<string, AccessRule>();
    const seen = new Set<string>();
    const add = (rules: readonly AccessRule[]): void => {
      for (const rule of rules) found.set(rule.coordinate, rule);
    };
    const visitField = (typeName: string, fieldName: string): void => {
      const coordinate = `${typeName}.${fieldName}`;
      if (seen.has(coordinate)) return;
      seen.add(coordinate);
      add(ownRules(typeName, ''));
      add(ownRules(typeName, `.${fieldName}`));
      const type = types.get(typeName);
      const field = type?.fields.get(fieldName);
      if (!type || !field) return;
      const valueType = namedTypeOf(field.type);
      if (!members.has(valueType)) add(ownRules(valueType, ''));
      // What an interface object adds stands at the interface.
      for (const owner of [typeName, ...type.interfaces]) {
        for (const input of listInputs(types.get(owner)?.fields.get(fieldName))) {
          visitInputs(typeName, input);
        }
      }
    };
    const visitInputs = (typeName: string, { selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          visitInputs(selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
        }
        if (selection.kind !== Kind.FIELD || selection.name.value.startsWith('__')) continue;
        const name = selection.name.value;
        for (const object of members.get(typeName) ?? [typeName]) visitField(object, name);
        const field = types.get(typeName)?.fields.get(name);
        if (field && selection.selectionSet) {
          visitInputs(namedTypeOf(field.type), selection.selectionSet);
        }
      }
    };
    visitField(ownerName, ownFieldName);
    return [...found.values()];
  };

  const known = new Map<string, readonly AccessRule[]>();
  const remember = (key: string, find: () => readonly AccessRule[]): readonly AccessRule[] => {
    const before = known.get(key);
    if (before) return before;
    const found = find();
    known.set(key, found);
    return found;
  };
  return {
    rules: [...protectedBy.values()],
    ofType: (typeName) => remember(typeName, () => ownRules(typeName, '')),
    ofField: (typeName, fieldName) =>
      remember(`${typeName}.${fieldName}`, () => collectOfField(typeName, fieldName)),
  };
}

/** The field sets of a field's `@requires`, of each subgraph that has one. */
function listInputs(field: FieldDefinitionNode | undefined): readonly SelectionSetNode[] {
  return (field?.directives ?? []).flatMap((directive: ConstDirectiveNode) => {
    const text =
      directive.name.value === 'join__field'
        ? readStringArgument(directive, 'requires')
        : undefined;
    return text === undefined ? [] : [parseFieldSet(text)];
  });
}
