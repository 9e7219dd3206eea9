// Gives every input of @requires that takes arguments a field of its own, before the planner sees
// the supergraph: by response name alone, it would take fields with other arguments for the same.
import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  print,
} from 'graphql';

import { findFreePrefix } from '../plan/free-prefix.ts';
import {
  namedTypeOf,
  parseFieldSet,
  readStringArgument,
  replaceStringArgument,
} from './supergraph-ast.ts';

/** What a made-up field stands for. */
export interface StandIn {
  readonly fieldName: string;
  readonly arguments: readonly ConstArgumentNode[];
}

/** Path of inputs as the subgraph knows it (`items/name`) → as it is planned and fetched. */
export type RequiredInputs = ReadonlyMap<string, string>;

export interface StandInFields {
  readonly supergraph: DocumentNode;
  /** By the made-up name. */
  readonly standIns: ReadonlyMap<string, StandIn>;
  /** Inputs with arguments, by `GRAPH.Type.field`, the graph being the enum value. */
  readonly requiredInputs: ReadonlyMap<string, RequiredInputs>;
  /** Fields whose one @requires names an input twice, with different arguments. */
  readonly unplannable: readonly { readonly graph: string; readonly coordinate: string }[];
}

type FieldsDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** Adds the made-up fields to a supergraph, next to those that they stand for. */
export function addStandInFields(supergraph: DocumentNode): StandInFields {
  const types = new Map(
    supergraph.definitions.filter(hasFields).map((type) => [type.name.value, type]),
  );
  const fieldNames = [...types.values()].flatMap(({ fields }) =>
    (fields ?? []).map(({ name }) => name.value),
  );
  const prefix = findFreePrefix('_input', fieldNames);
  const standIns = new Map<string, StandIn>();
  const namesBySignature = new Map<string, string>();
  const copies = new Map<string, Map<string, string>>();
  const requiredInputs = new Map<string, RequiredInputs>();
  const unplannable: { graph: string; coordinate: string }[] = [];

  const standFor = (typeName: string, fieldName: string, args: readonly ConstArgumentNode[]) => {
    const signature = signatureOf(fieldName, args);
    const name = namesBySignature.get(signature) ?? `${prefix}${standIns.size}_${fieldName}`;
    namesBySignature.set(signature, name);
    standIns.set(name, { fieldName, arguments: args });
    for (const type of [typeName, ...findImplementers(types, typeName)]) {
      const copied = copies.get(type) ?? new Map<string, string>();
      copies.set(type, copied.set(name, fieldName));
    }
    return name;
  };
  const rewriteRequires = (fields: string, typeName: string) => {
    const inputs = new Map<string, string>();
    let isAmbiguous = false;
    const rewrite = (set: SelectionSetNode, type: string, path: string, planned: string) => {
      const selections = set.selections.map((selection): typeof selection => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          const inner = selection.typeCondition?.name.value ?? type;
          return {
            ...selection,
            selectionSet: rewrite(selection.selectionSet, inner, path, planned),
          };
        }
        const name = selection.name.value;
        const definition = types.get(type)?.fields?.find((field) => field.name.value === name);
        if (!definition) return selection;
        const args = (selection.arguments ?? []) as readonly ConstArgumentNode[];
        const plannedName = definition.arguments?.length ? standFor(type, name, args) : name;
        const ownPath = `${path}${name}`;
        const ownPlanned = `${planned}${plannedName}`;
        if (plannedName !== name) {
          isAmbiguous ||= (inputs.get(ownPath) ?? ownPlanned) !== ownPlanned;
          inputs.set(ownPath, ownPlanned);
        }
        const inner =
          selection.selectionSet &&
          rewrite(
            selection.selectionSet,
            namedTypeOf(definition.type),
            `${ownPath}/`,
            `${ownPlanned}/`,
          );
        return {
          kind: Kind.FIELD,
          name: { kind: Kind.NAME, value: plannedName },
          ...(inner ? { selectionSet: inner } : {}),
        };
      });
      return { ...set, selections };
    };
    const rewritten = rewrite(parseFieldSet(fields), typeName, '', '');
    return { fields: printFieldSet(rewritten), inputs, isAmbiguous };
  };
  const rewriteField = (field: FieldDefinitionNode, typeName: string): FieldDefinitionNode => {
    const directives = field.directives?.map((directive): ConstDirectiveNode => {
      const fields = readStringArgument(directive, 'requires');
      if (directive.name.value !== 'join__field' || fields === undefined) return directive;
      const rewritten = rewriteRequires(fields, typeName);
      if (rewritten.inputs.size === 0) return directive;
      const graph = readStringArgument(directive, 'graph') ?? '';
      const coordinate = `${typeName}.${field.name.value}`;
      requiredInputs.set(`${graph}.${coordinate}`, rewritten.inputs);
      if (rewritten.isAmbiguous) unplannable.push({ graph, coordinate });
      return replaceStringArgument(directive, 'requires', rewritten.fields);
    });
    return directives ? { ...field, directives } : field;
  };

  const rewritten = supergraph.definitions.map((definition) => {
    if (!hasFields(definition)) return definition;
    const fields = definition.fields?.map((field) => rewriteField(field, definition.name.value));
    return { ...definition, fields: fields ?? [] };
  });
  const definitions = rewritten.map((definition) => {
    const copied = hasFields(definition) ? copies.get(definition.name.value) : undefined;
    if (!copied || !hasFields(definition)) return definition;
    const added = [...copied].flatMap(([name, fieldName]) => {
      const original = definition.fields?.find((field) => field.name.value === fieldName);
      return original ? [copyField(original, name)] : [];
    });
    for (const field of added) {
      const { fieldName = '' } = standIns.get(field.name.value) ?? {};
      for (const directive of field.directives ?? []) {
        const type = `${readStringArgument(directive, 'graph') ?? ''}.${definition.name.value}`;
        const inputs = requiredInputs.get(`${type}.${fieldName}`);
        if (inputs) requiredInputs.set(`${type}.${field.name.value}`, inputs);
      }
    }
    return { ...definition, fields: [...(definition.fields ?? []), ...added] };
  });
  return { supergraph: { ...supergraph, definitions }, standIns, requiredInputs, unplannable };
}

/** Field and arguments as text; equal for equal calls, whatever the order of the arguments. */
export function signatureOf(
  fieldName: string,
  args: readonly { readonly name: { readonly value: string } }[] | undefined,
): string {
  const printed = (args ?? []).map((argument) => print(argument as ConstArgumentNode)).toSorted();
  return `${fieldName}(${printed.join(',')})`;
}

function printFieldSet(set: SelectionSetNode): string {
  return set.selections.map((selection) => print(selection)).join(' ');
}

function hasFields(definition: DefinitionNode): definition is FieldsDefinition {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION
  );
}

function findImplementers(types: ReadonlyMap<string, FieldsDefinition>, name: string): string[] {
  return [...types.values()]
    .filter((type) => type.interfaces?.some((implemented) => implemented.name.value === name))
    .map((type) => type.name.value);
}

/** Only who resolves it and how is copied: the copy is no part of the API. */
function copyField(field: FieldDefinitionNode, name: string): FieldDefinitionNode {
  return {
    kind: Kind.FIELD_DEFINITION,
    name: { kind: Kind.NAME, value: name },
    type: field.type,
    directives: field.directives?.filter(({ name: { value } }) => value === 'join__field') ?? [],
  };
}
