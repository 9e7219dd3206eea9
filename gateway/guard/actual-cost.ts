// What an answer has cost: the weights of what is in it, by the rules of the estimate.
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

import { evaluate, type Variables } from './figure.ts';
import type { WeighField } from './field-weights.ts';
import type { EstimateInput } from './input-cost.ts';

/** An operation, its variables and the data of its answer. */
export interface AnsweredOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly data: unknown;
}

/** What the costs stand on. */
export interface ActualCostOptions {
  readonly schema: GraphQLSchema;
  readonly weighField: WeighField;
  readonly estimateInput: EstimateInput;
  /** By coordinate. */
  readonly weights: ReadonlyMap<string, number>;
}

type DataObject = Readonly<Record<string, unknown>>;

/** Adds up what is in the answer; null costs nothing. Walks all of it: not for every request. */
export function measureActualCost(
  { document, operation, variables, data }: AnsweredOperation,
  { schema, weighField, estimateInput, weights }: ActualCostOptions,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }

  const measureField = (node: FieldNode, owner: GraphQLNamedType, value: unknown): number => {
    const field =
      isObjectType(owner) || isInterfaceType(owner)
        ? owner.getFields()[node.name.value]
        : undefined;
    if (!field) return 0;
    let sum = 0;
    for (const { name, value: input } of node.arguments ?? []) {
      const argument = field.args.find((candidate) => candidate.name === name.value);
      if (!argument) continue;
      const weight = weights.get(`${owner.name}.${field.name}.${name.value}`);
      sum += evaluate(estimateInput(argument.type, input, weight), variables);
    }
    const answer = getNamedType(field.type);
    const weight = weighField(owner, field.name, answer);
    const measureItem = (item: unknown): number => {
      if (item === null || item === undefined) return 0;
      if (Array.isArray(item)) return item.reduce<number>((all, one) => all + measureItem(one), 0);
      if (!node.selectionSet) return weight;
      return weight + measureSet(node.selectionSet, answer, item as DataObject);
    };
    return sum + measureItem(value);
  };

  const measureSet = (
    set: SelectionSetNode,
    type: GraphQLNamedType,
    object: DataObject,
  ): number => {
    let sum = 0;
    for (const selection of set.selections) {
      if (!isAskedFor(selection.directives, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        sum += measureField(selection, type, object[(selection.alias ?? selection.name).value]);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition;
      const inner = condition ? schema.getType(condition.name.value) : type;
      if (!fragment || !inner || !mayBe(object, inner, schema)) continue;
      sum += measureSet(fragment.selectionSet, inner, object);
    }
    return sum;
  };

  const root = schema.getRootType(operation.operation);
  if (!root || typeof data !== 'object' || data === null) return 0;
  return measureSet(operation.selectionSet, root, data as DataObject);
}

/** Where the answer does not say its type, its fields do: those of other types are not in it. */
function mayBe(object: DataObject, type: GraphQLNamedType, schema: GraphQLSchema): boolean {
  const { __typename: name } = object;
  if (typeof name !== 'string') return true;
  const own = schema.getType(name);
  if (!own || own === type) return true;
  return isAbstractType(type) && isObjectType(own) && schema.isSubType(type, own);
}

function isAskedFor(directives: readonly DirectiveNode[] = [], variables: Variables): boolean {
  return directives.every(({ name, arguments: args = [] }) => {
    const value = args[0]?.value;
    if (!value || (name.value !== 'skip' && name.value !== 'include')) return true;
    const isTrue =
      value.kind === Kind.VARIABLE
        ? variables[value.name.value] === true
        : value.kind === Kind.BOOLEAN && value.value;
    return isTrue === (name.value === 'include');
  });
}
