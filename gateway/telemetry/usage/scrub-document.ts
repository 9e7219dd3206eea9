// Writes an operation so that it can be asked again, without any value or name that its client chose.
import {
  type ASTNode,
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

import { findFreePrefix } from '../../engine/plan/free-prefix.ts';
import { listUsedDefinitions, readFragments } from '../../engine/plan/used-definitions.ts';
import { scrubName } from './scrub-name.ts';

/** An operation without values. */
export interface ScrubbedOperation {
  readonly document: string;
  /** Names of variables: the client's → the document's. */
  readonly variableNames: ReadonlyMap<string, string>;
}

/**
 * Scrubs a valid operation. Texts become empty, numbers 0, Booleans false, lists keep their length; aliases,
 * variables and fragments are numbered, and the operation's name goes by `scrubName`. Values of `@skip` and
 * `@include` stay, without which it would be another operation, and so do values of enums, which the schema has.
 */
export function scrubOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ScrubbedOperation {
  const definitions = listUsedDefinitions(operation, readFragments(document));
  const fieldNames: string[] = [];
  for (const definition of definitions) {
    visit(definition, { Field: ({ name }) => void fieldNames.push(name.value) });
  }
  const aliases = createNumbering(findFreePrefix('alias', fieldNames));
  const variables = createNumbering('v');
  const fragments = createNumbering('Fragment');
  const typeInfo = new TypeInfo(schema);
  let conditionDepth = 0;

  const scrubbed = visit(
    { kind: Kind.DOCUMENT, definitions } as DocumentNode,
    visitWithTypeInfo(typeInfo, {
      OperationDefinition: {
        leave: (node) =>
          node.name ? { ...node, name: rename(node.name, scrubName(node.name.value)) } : undefined,
      },
      FragmentDefinition: {
        leave: (node) => ({ ...node, name: rename(node.name, fragments.at(node.name.value)) }),
      },
      FragmentSpread: {
        leave: (node) => ({ ...node, name: rename(node.name, fragments.at(node.name.value)) }),
      },
      Variable: {
        leave: (node) => ({ ...node, name: rename(node.name, variables.at(node.name.value)) }),
      },
      Field: {
        leave: (node) =>
          node.alias
            ? { ...node, alias: rename(node.alias, aliases.at(node.alias.value)) }
            : undefined,
      },
      Directive: {
        enter: (node) => void (conditionDepth += isCondition(node) ? 1 : 0),
        leave: (node) => void (conditionDepth -= isCondition(node) ? 1 : 0),
      },
      IntValue: { leave: (node) => ({ ...node, value: '0' }) },
      FloatValue: { leave: (node) => ({ ...node, value: '0.0' }) },
      StringValue: { leave: (node) => ({ ...node, value: '', block: false }) },
      BooleanValue: {
        leave: (node) => (conditionDepth > 0 ? undefined : { ...node, value: false }),
      },
      EnumValue: {
        leave: () =>
          isEnumType(getNamedType(typeInfo.getInputType()))
            ? undefined
            : { kind: Kind.STRING, value: '' },
      },
      ObjectValue: {
        // The keys of what a scalar takes are the client's own.
        enter: (node) =>
          isInputObjectType(getNamedType(typeInfo.getInputType()))
            ? undefined
            : { ...node, fields: [] },
      },
    }),
  );
  return { document: print(scrubbed), variableNames: variables.names };
}

function createNumbering(prefix: string) {
  const names = new Map<string, string>();
  return {
    names,
    at(name: string): string {
      const known = names.get(name) ?? `${prefix}${names.size + 1}`;
      names.set(name, known);
      return known;
    },
  };
}

function rename(node: NameNode, value: string): NameNode {
  return { ...node, value };
}

function isCondition(node: ASTNode): boolean {
  return node.kind === Kind.DIRECTIVE && ['skip', 'include'].includes(node.name.value);
}
