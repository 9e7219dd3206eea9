// What an operation costs at most, by IBM's GraphQL Cost Directive Specification with the weights of
// Apollo's gateways: what is computed once a document is a function of the variables.
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

import { readFragments } from '../engine/plan/used-definitions.ts';
import { type AnsweredOperation, measureActualCost } from './actual-cost.ts';
import { describeArguments } from './argument-facts.ts';
import type { CostDeclarations } from './cost-declarations.ts';
import { addUp, evaluate, type Figure, multiply, type Variables } from './figure.ts';
import { createFieldWeights } from './field-weights.ts';
import { createInputCost } from './input-cost.ts';
import { estimateListLength, hasOneSlice } from './list-length.ts';

/** The cost of one operation. */
export interface OperationCost {
  readonly estimate: Figure;
  /** The coordinate of a field that needs exactly one of its slicing arguments, and lacks it. */
  findMissingSlice(variables: Variables): string | undefined;
}

/** Estimates operations of one schema. */
export interface CostEstimator {
  /** Of an operation that is valid and within the limits of documents. */
  compile(document: DocumentNode, operation: OperationDefinitionNode): OperationCost;
  /** What an answer has cost; walks all of it. */
  measure(answered: AnsweredOperation): number;
}

// Of the operation itself.
const mutationWeight = 10;

/** Sizes that a field's answer gives to lists in it, by field name. */
type SizedFields = ReadonlyMap<string, Figure>;
const nothingSized: SizedFields = new Map();

interface Compilation {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly costByFragment: Map<string, Figure>;
  readonly missing: ((variables: Variables) => string | undefined)[];
}

/** Creates the estimator of a schema as clients see it. */
export function createCostEstimator(
  schema: GraphQLSchema,
  declarations: CostDeclarations,
  defaultListSize: number,
): CostEstimator {
  const { weights, listSizes } = declarations;
  const estimateInput = createInputCost(weights);

  const weighField = createFieldWeights(schema, weights);

  const estimateField = (
    field: GraphQLField<unknown, unknown>,
    owner: GraphQLNamedType,
    node: FieldNode,
    sizes: SizedFields,
    compilation: Compilation,
  ): Figure => {
    const answer = getNamedType(field.type);
    const coordinate = `${owner.name}.${field.name}`;
    const listSize = listSizes.get(coordinate);
    const given = node.arguments ?? [];
    const facts = describeArguments(field);
    const length = estimateListLength(listSize, facts, given, defaultListSize);
    if (listSize?.requireOneSlicingArgument && listSize.slicingArguments.length > 0) {
      compilation.missing.push((variables) =>
        hasOneSlice(listSize, facts, given, variables) ? undefined : coordinate,
      );
    }
    const inSizes =
      listSize && listSize.sizedFields.length > 0
        ? new Map(listSize.sizedFields.map((name) => [name, length]))
        : nothingSized;
    const depth = countLists(field.type);
    const own = inSizes === nothingSized ? length : defaultListSize;
    // Lists within a list are as long as if nothing was said of them.
    const items =
      depth === 0
        ? 1
        : multiply(sizes.get(field.name) ?? own, defaultListSize ** Math.max(0, depth - 1));
    const each = addUp([
      weighField(owner, field.name, answer),
      node.selectionSet ? estimateSet(node.selectionSet, answer, inSizes, compilation) : 0,
    ]);
    const inputs = given.map(({ name, value }) => {
      const argument = field.args.find((candidate) => candidate.name === name.value);
      if (!argument) return 0;
      const weight = weights.get(`${coordinate}.${name.value}`);
      return estimateInput(argument.type, value, weight);
    });
    return addUp([multiply(items, each), ...inputs]);
  };

  const estimateSelection = (
    selection: SelectionNode,
    type: GraphQLNamedType,
    sizes: SizedFields,
    compilation: Compilation,
  ): Figure => {
    if (selection.kind === Kind.FIELD) {
      const { value: name } = selection.name;
      const field =
        isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
      // What begins with `__` describes the schema; its depth is limited.
      return field ? estimateField(field, type, selection, sizes, compilation) : 0;
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const inner = condition === undefined ? type : schema.getType(condition);
      return inner ? estimateSet(selection.selectionSet, inner, sizes, compilation) : 0;
    }
    const { value: name } = selection.name;
    const known = sizes === nothingSized ? compilation.costByFragment.get(name) : undefined;
    if (known !== undefined) return known;
    const fragment = compilation.fragments.get(name);
    const inner = fragment && schema.getType(fragment.typeCondition.name.value);
    if (!inner) return 0;
    const cost = estimateSet(fragment.selectionSet, inner, sizes, compilation);
    if (sizes === nothingSized) compilation.costByFragment.set(name, cost);
    return cost;
  };

  const estimateSet = (
    { selections }: SelectionSetNode,
    type: GraphQLNamedType,
    sizes: SizedFields,
    compilation: Compilation,
  ): Figure =>
    addUp(
      selections.map((selection) =>
        settle(selection.directives, estimateSelection(selection, type, sizes, compilation)),
      ),
    );

  return {
    compile(document, operation) {
      const compilation: Compilation = {
        fragments: readFragments(document),
        costByFragment: new Map(),
        missing: [],
      };
      const root = schema.getRootType(operation.operation);
      const start = weighOperation(operation);
      const set = root ? estimateSet(operation.selectionSet, root, nothingSized, compilation) : 0;
      return {
        estimate: addUp([start, set]),
        findMissingSlice(variables) {
          for (const find of compilation.missing) {
            const missing = find(variables);
            if (missing !== undefined) return missing;
          }
          return undefined;
        },
      };
    },
    measure: (answered) =>
      weighOperation(answered.operation) +
      measureActualCost(answered, { schema, weighField, estimateInput, weights }),
  };
}

function weighOperation({ operation }: OperationDefinitionNode): number {
  return operation === OperationTypeNode.MUTATION ? mutationWeight : 0;
}

function countLists(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return countLists(type.ofType);
  return isListType(type) ? 1 + countLists(type.ofType) : 0;
}

/** What is skipped, or not included, costs nothing. */
function settle(directives: readonly DirectiveNode[] = [], cost: Figure): Figure {
  let settled = cost;
  for (const { name, arguments: args = [] } of directives) {
    const value = args[0]?.value;
    const wanted = name.value === 'include';
    if (!value || (name.value !== 'skip' && !wanted)) continue;
    if (value.kind === Kind.VARIABLE) {
      const variable = value.name.value;
      const whenAsked = settled;
      settled = (variables) =>
        (variables[variable] === true) === wanted ? evaluate(whenAsked, variables) : 0;
    } else if (value.kind === Kind.BOOLEAN && value.value !== wanted) {
      settled = 0;
    }
  }
  return settled;
}
