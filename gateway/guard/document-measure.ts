// Measures a document as it is after its fragments are expanded, without expanding what is too much.
import {
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

import { countSamePath } from './same-path.ts';

/** Sizes of a document: of each, the largest of its operations. */
export interface DocumentMeasure {
  /** Fields within fields. */
  readonly depth: number;
  /** Fields. */
  readonly height: number;
  /** Fragments within fragments. */
  readonly nestedFragments: number;
  readonly aliases: number;
  readonly selections: number;
  /** Fields of the outermost set. */
  readonly rootFields: number;
  readonly directives: number;
  /** Lists of the schema's own description within each other, such as the fields of types of fields. */
  readonly introspectionDepth: number;
  /** Most values in one list of the document. */
  readonly listSize: number;
  /** Fields that share one response path. */
  readonly samePath: number;
}

/** Of a set as if it stood anywhere, so that a fragment is measured once for all its places. */
interface SetMeasure {
  depth: number;
  height: number;
  nestedFragments: number;
  aliases: number;
  selections: number;
  rootFields: number;
  directives: number;
  introspectionDepth: number;
  /** As if the set stood within `__schema`. */
  introspectedLists: number;
  listSize: number;
}

// A chain of fragments is followed by recursion; beyond this, the exact figure does not matter.
const maxChain = 1_000;
const introspectionRoots = new Set(['__schema', '__type']);
const introspectedLists = new Set(['fields', 'interfaces', 'possibleTypes', 'inputFields']);

/**
 * Measures all operations and fragments, so that an unused fragment is no hiding place. Linear:
 * each fragment is measured once. A cycle counts as nothing; validation refuses it. `samePath` is
 * only looked for in documents of at most `maxSelections`, and is 0 in larger ones.
 */
export function measureDocument(document: DocumentNode, maxSelections: number): DocumentMeasure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const roots: (OperationDefinitionNode | FragmentDefinitionNode)[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) roots.push(definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
      roots.push(definition);
    }
  }

  const measured = new Map<string, SetMeasure>();
  const measureSet = (set: SelectionSetNode | undefined, chain: number): SetMeasure => {
    const sum = measureNothing();
    for (const selection of set?.selections ?? []) {
      measureDirectives(selection.directives, sum);
      sum.selections += 1;
      switch (selection.kind) {
        case Kind.FIELD: {
          const name = selection.name.value;
          const inner = measureSet(selection.selectionSet, chain);
          for (const { value } of selection.arguments ?? []) measureValue(value, sum);
          addAll(sum, inner);
          sum.height += 1;
          sum.rootFields += 1;
          if (selection.alias) sum.aliases += 1;
          sum.depth = Math.max(sum.depth, inner.depth + 1);
          sum.nestedFragments = Math.max(sum.nestedFragments, inner.nestedFragments);
          const lists = inner.introspectedLists + (introspectedLists.has(name) ? 1 : 0);
          sum.introspectedLists = Math.max(sum.introspectedLists, lists);
          if (introspectionRoots.has(name)) {
            sum.introspectionDepth = Math.max(sum.introspectionDepth, lists);
          }
          break;
        }
        case Kind.INLINE_FRAGMENT:
          addFragment(sum, measureSet(selection.selectionSet, chain));
          break;
        case Kind.FRAGMENT_SPREAD:
          addFragment(sum, measureFragment(selection.name.value, chain));
          break;
        default:
          selection satisfies never;
      }
    }
    return sum;
  };
  const measureFragment = (name: string, chain: number): SetMeasure => {
    const known = measured.get(name);
    if (known) return known;
    if (chain >= maxChain) return { ...measureNothing(), nestedFragments: maxChain };
    measured.set(name, measureNothing());
    const measure = measureSet(fragments.get(name)?.selectionSet, chain + 1);
    measureDirectives(fragments.get(name)?.directives, measure);
    measured.set(name, measure);
    return measure;
  };

  const total = measureNothing();
  for (const root of roots) {
    const measure =
      root.kind === Kind.FRAGMENT_DEFINITION
        ? // Only what operations select is a root field.
          { ...measureFragment(root.name.value, 0), rootFields: 0 }
        : measureOperation(root, measureSet(root.selectionSet, 0));
    for (const key of measures) total[key] = Math.max(total[key], measure[key]);
  }
  const isCounted = total.selections <= maxSelections;
  return {
    ...total,
    samePath: isCounted ? countSamePath(roots, fragments, maxSelections * 10) : 0,
  };
}

const measures = Object.keys(measureNothing()) as (keyof SetMeasure)[];

function measureNothing(): SetMeasure {
  return {
    depth: 0,
    height: 0,
    nestedFragments: 0,
    aliases: 0,
    selections: 0,
    rootFields: 0,
    directives: 0,
    introspectionDepth: 0,
    introspectedLists: 0,
    listSize: 0,
  };
}

/** Adds what counts the same wherever it stands. */
function addAll(sum: SetMeasure, inner: SetMeasure): void {
  sum.selections += inner.selections;
  sum.height += inner.height;
  sum.aliases += inner.aliases;
  sum.directives += inner.directives;
  sum.introspectionDepth = Math.max(sum.introspectionDepth, inner.introspectionDepth);
  sum.listSize = Math.max(sum.listSize, inner.listSize);
}

function addFragment(sum: SetMeasure, inner: SetMeasure): void {
  addAll(sum, inner);
  sum.rootFields += inner.rootFields;
  sum.depth = Math.max(sum.depth, inner.depth);
  sum.nestedFragments = Math.max(sum.nestedFragments, inner.nestedFragments + 1);
  sum.introspectedLists = Math.max(sum.introspectedLists, inner.introspectedLists);
}

function measureOperation(operation: OperationDefinitionNode, sum: SetMeasure): SetMeasure {
  measureDirectives(operation.directives, sum);
  for (const { directives, defaultValue } of operation.variableDefinitions ?? []) {
    measureDirectives(directives, sum);
    if (defaultValue) measureValue(defaultValue, sum);
  }
  return sum;
}

function measureDirectives(directives: readonly DirectiveNode[] = [], sum: SetMeasure): void {
  sum.directives += directives.length;
  for (const { arguments: args = [] } of directives) {
    for (const { value } of args) measureValue(value, sum);
  }
}

/** The lexer has bounded how deep values are. */
function measureValue(value: ValueNode | ConstValueNode, sum: SetMeasure): void {
  if (value.kind === Kind.LIST) {
    sum.listSize = Math.max(sum.listSize, value.values.length);
    for (const item of value.values) measureValue(item, sum);
  } else if (value.kind === Kind.OBJECT) {
    for (const field of value.fields) measureValue(field.value, sum);
  }
}
