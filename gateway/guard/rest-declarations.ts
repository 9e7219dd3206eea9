// What a subgraph's own schema says of the REST calls behind its fields and entities.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type TypeNode,
} from 'graphql';

import { type CostDeclarations, type ListSize, readCostDeclarations } from './cost-declarations.ts';
import { readArgument } from './linked-directives.ts';
import type { FieldArguments } from './list-length.ts';

/** The call that `@rest` names. */
export interface RestCall {
  readonly service: string;
  readonly resource: string;
  /** How many ids go into one call; absent where each object takes a call of its own. */
  readonly batch?: number | undefined;
}

/** A field of a subgraph. */
export interface RestField {
  /** Name of the type that it answers with. */
  readonly type: string;
  readonly isList: boolean;
  readonly rest?: RestCall | undefined;
  readonly listSize?: ListSize | undefined;
  readonly args: FieldArguments;
}

/** A type of a subgraph. */
export interface RestType {
  /** The call that reads an entity by its key. */
  readonly rest?: RestCall | undefined;
  /** Whether its key does not tell what it is. */
  readonly isAbstract: boolean;
  readonly keys: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, RestField>;
}

/** A subgraph's types by name. */
export type RestDeclarations = ReadonlyMap<string, RestType>;

interface OpenType extends RestType {
  rest?: RestCall | undefined;
  readonly keys: Set<string>;
  readonly fields: Map<string, RestField>;
  readonly interfaces: Set<string>;
}

/** Reads the declarations. Of an interface's field, its implementers' count if it has none. */
export function readRestDeclarations(sdl: string): RestDeclarations {
  const { definitions } = parse(sdl, { noLocation: true });
  const costs = readCostDeclarations(definitions);
  const types = new Map<string, OpenType>();
  for (const node of definitions) {
    if (!hasFields(node)) continue;
    const { value: name } = node.name;
    const type = types.get(name) ?? openType(node.kind);
    types.set(name, type);
    type.rest ??= readRest(node.directives);
    for (const key of readKeys(node.directives)) type.keys.add(key);
    for (const parent of node.interfaces ?? []) type.interfaces.add(parent.name.value);
    for (const field of node.fields ?? []) {
      type.fields.set(field.name.value, readField(name, field, costs));
    }
  }
  for (const { interfaces, fields } of types.values()) {
    for (const name of interfaces) passOn(fields, types.get(name)?.fields);
  }
  return types;
}

function openType(kind: Kind): OpenType {
  const isAbstract =
    kind === Kind.INTERFACE_TYPE_DEFINITION || kind === Kind.INTERFACE_TYPE_EXTENSION;
  return { isAbstract, keys: new Set(), fields: new Map(), interfaces: new Set() };
}

function passOn(
  fields: ReadonlyMap<string, RestField>,
  ofInterface: Map<string, RestField> | undefined,
): void {
  for (const [name, field] of fields) {
    const declared = ofInterface?.get(name);
    if (declared && !declared.rest && field.rest) {
      ofInterface?.set(name, { ...declared, rest: field.rest });
    }
  }
}

function hasFields(node: DefinitionNode) {
  return (
    node.kind === Kind.OBJECT_TYPE_DEFINITION ||
    node.kind === Kind.OBJECT_TYPE_EXTENSION ||
    node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    node.kind === Kind.INTERFACE_TYPE_EXTENSION
  );
}

function readField(
  owner: string,
  { name, type, directives, arguments: args = [] }: FieldDefinitionNode,
  { listSizes }: CostDeclarations,
): RestField {
  return {
    type: nameOf(type),
    isList: isList(type),
    rest: readRest(directives),
    listSize: listSizes.get(`${owner}.${name.value}`),
    args: new Map(
      args.map((argument) => [
        argument.name.value,
        {
          isKey:
            argument.type.kind === Kind.NON_NULL_TYPE &&
            argument.defaultValue === undefined &&
            nameOf(argument.type) === 'ID',
          isList: isList(argument.type),
          defaultValue:
            argument.defaultValue?.kind === Kind.INT
              ? Number(argument.defaultValue.value)
              : undefined,
        },
      ]),
    ),
  };
}

function readRest(directives: readonly ConstDirectiveNode[] = []): RestCall | undefined {
  const rest = directives.find(({ name }) => name.value === 'rest');
  if (!rest) return undefined;
  const batch = Number(readArgument(rest, 'batch'));
  return {
    service: String(readArgument(rest, 'service')),
    resource: String(readArgument(rest, 'resource')),
    batch: batch > 0 ? batch : undefined,
  };
}

function readKeys(directives: readonly ConstDirectiveNode[] = []): readonly string[] {
  return directives
    .filter(({ name }) => /^(?:\w+__)?key$/.test(name.value))
    .flatMap((key) => String(readArgument(key, 'fields')).match(/\w+/g) ?? []);
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;
}
