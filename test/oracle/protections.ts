// Protects parts of a supergraph, and says on its own what a caller may see of it.
import {
  type ConstDirectiveNode,
  getNamedType,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';

import { readGraphFacts } from './graph-facts.ts';
import type { PickNumber } from './random-values.ts';

/** Coordinate → what it asks of a caller. */
export type Protections = ReadonlyMap<string, Protection>;

/** How a protection is written, and who satisfies it. */
export interface Protection {
  readonly directive: string;
  isMetBy(caller: TestCaller): boolean;
}

/** A caller by its scopes, and whether its token says that it is of age; absent: anonymous. */
export type TestCaller =
  { readonly scopes: readonly string[]; readonly isAdult: boolean } | undefined;

/** The policies that protections name. */
export const testPolicies = { adult: [{ claims: { age: ['adult'] } }] };

const links = `@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@guarded" }], for: SECURITY)
  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)`;
const places = 'on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM';
const definitions = `
directive @signedIn ${places}
directive @guarded(scopes: [[requiresScopes__Scope!]!]!) ${places}
directive @policy(policies: [[policy__Policy!]!]!) ${places}
scalar requiresScopes__Scope
scalar policy__Policy`;

/** All kinds of protections; two of the directives are linked under other names. */
const kinds: readonly Protection[] = [
  { directive: '@signedIn', isMetBy: (caller) => caller !== undefined },
  {
    directive: '@guarded(scopes: [["one"]])',
    isMetBy: (caller) => caller?.scopes.includes('one') ?? false,
  },
  {
    directive: '@guarded(scopes: [["one", "two"], ["three"]])',
    isMetBy: (caller) =>
      caller?.scopes.includes('three') ||
      (caller?.scopes.includes('one') && caller.scopes.includes('two')) ||
      false,
  },
  { directive: '@policy(policies: [["adult"]])', isMetBy: (caller) => caller?.isAdult ?? false },
];

/** Protects some types and fields of a schema at random, a few of them at their interface only. */
export function createProtections(schema: GraphQLSchema, pick: PickNumber): Protections {
  const protections = new Map<string, Protection>();
  const protect = (coordinate: string, percent: number): void => {
    const kind = kinds[pick(kinds.length)];
    if (kind && pick(100) < percent) protections.set(coordinate, kind);
  };
  const roots = [schema.getQueryType(), schema.getMutationType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (
      type.name.startsWith('__') ||
      ['ID', 'String', 'Int', 'Float', 'Boolean'].includes(type.name)
    )
      continue;
    const isRoot = roots.some((root) => root === type);
    if (isObjectType(type) || isInterfaceType(type)) {
      const isInterface = isInterfaceType(type);
      if (!isRoot) protect(type.name, isInterface ? 5 : 12);
      for (const name of Object.keys(type.getFields())) {
        protect(`${type.name}.${name}`, isInterface ? 5 : 12);
      }
    } else if (!('getTypes' in type) && !('getFields' in type)) {
      protect(type.name, 10);
    }
  }
  return protections;
}

/** Writes the protections into a supergraph, as composition would. */
export function protectSupergraph(supergraphSdl: string, protections: Protections): string {
  const parseDirective = (text: string): ConstDirectiveNode => {
    const [scalar] = parse(`scalar A ${text}`, { noLocation: true }).definitions;
    const found = scalar?.kind === Kind.SCALAR_TYPE_DEFINITION && scalar.directives?.[0];
    if (!found) throw new Error(`Not a directive: ${text}`);
    return found;
  };
  const guard = <Node extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
    coordinate: string,
    node: Node,
  ): Node => {
    const protection = protections.get(coordinate);
    if (!protection) return node;
    return {
      ...node,
      directives: [...(node.directives ?? []), parseDirective(protection.directive)],
    };
  };
  const guardFields = <Node extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(
    node: Node,
  ): Node =>
    guard(node.name.value, {
      ...node,
      fields: (node.fields ?? []).map((field) =>
        guard(`${node.name.value}.${field.name.value}`, field),
      ),
    });
  const guarded = visit(parse(supergraphSdl, { noLocation: true }), {
    ScalarTypeDefinition: (node) => guard(node.name.value, node),
    EnumTypeDefinition: (node) => guard(node.name.value, node),
    ObjectTypeDefinition: (node) => guardFields(node),
    InterfaceTypeDefinition: (node) => guardFields(node),
  });
  return `${print(guarded).replace(/schema\n?/, `schema ${links}\n`)}\n${definitions}`;
}

/** What one caller may not see. */
export interface Denials {
  isTypeDenied(typeName: string): boolean;
  isFieldDenied(typeName: string, fieldName: string): boolean;
}

/** Says what a caller may not see; `schema` is that of the supergraph with all its hidden parts. */
export function createDenials(
  schema: GraphQLSchema,
  subgraphSdls: readonly string[],
  protections: Protections,
): (caller: TestCaller) => Denials {
  const facts = readGraphFacts(schema, subgraphSdls);
  const interfacesOf = (typeName: string) => {
    const type = schema.getType(typeName);
    return isObjectType(type) ? type.getInterfaces() : [];
  };
  const listOwn = (typeName: string, suffix: string): readonly Protection[] => {
    const own = protections.get(typeName + suffix);
    if (own) return [own];
    return interfacesOf(typeName).flatMap((one) => {
      const isDerived = schema
        .getPossibleTypes(one)
        .some((implementer) => protections.has(implementer.name + suffix));
      const protection = protections.get(one.name + suffix);
      return protection && !isDerived ? [protection] : [];
    });
  };
  const listOfField = (typeName: string, fieldName: string): readonly Protection[] => {
    const type = schema.getType(typeName);
    const value = isObjectType(type) ? getNamedType(type.getFields()[fieldName]?.type) : undefined;
    const names = [typeName, ...interfacesOf(typeName).map(({ name }) => name)];
    const inputs = facts.inputsOf(names, fieldName);
    return [
      ...listOwn(typeName, ''),
      ...listOwn(typeName, `.${fieldName}`),
      ...(value && !isAbstractType(value) ? listOwn(value.name, '') : []),
      ...(inputs ? listOfInputs(typeName, inputs) : []),
    ];
  };
  const listOfInputs = (
    typeName: string,
    { selections }: SelectionSetNode,
  ): readonly Protection[] => {
    const type = schema.getType(typeName);
    const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [{ name: typeName }];
    return selections.flatMap((selection) => {
      if (selection.kind !== Kind.FIELD) throw new Error('Not in these graphs.');
      const name = selection.name.value;
      const inner =
        isObjectType(type) || isInterfaceType(type)
          ? getNamedType(type.getFields()[name]?.type)
          : undefined;
      return [
        ...objects.flatMap((object) => listOfField(object.name, name)),
        ...(inner && selection.selectionSet
          ? listOfInputs(inner.name, selection.selectionSet)
          : []),
      ];
    });
  };
  return (caller) => {
    const isDenied = (protection: Protection): boolean => !protection.isMetBy(caller);
    return {
      isTypeDenied: (typeName) => listOwn(typeName, '').some(isDenied),
      isFieldDenied: (typeName, fieldName) => listOfField(typeName, fieldName).some(isDenied),
    };
  };
}
