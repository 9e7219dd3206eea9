// Measures a document as it is after its fragments are expanded, without expanding what is too much.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Sizes of a document: of each, the largest of its operations. */
export interface DocumentMeasure {
  /** Fields within fields. */
  readonly depth: number;
  /** Fragments within fragments. */
  readonly nestedFragments: number;
  readonly aliases: number;
  readonly selections: number;
  /** Fields that share one response path. */
  readonly samePath: number;
}

const empty: DocumentMeasure = {
  depth: 0,
  nestedFragments: 0,
  aliases: 0,
  selections: 0,
  samePath: 0,
};
// A chain of fragments is followed by recursion; beyond this, the exact figure does not matter.
const maxChain = 1_000;

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

  const measured = new Map<string, DocumentMeasure>();
  const measureSet = (set: SelectionSetNode | undefined, chain: number): DocumentMeasure => {
    let sum = empty;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const inner = measureFragment(selection.name.value, chain);
        sum = add(sum, inner, { nestedFragments: inner.nestedFragments + 1 });
      } else {
        const inner = measureSet(selection.selectionSet, chain);
        const isField = selection.kind === Kind.FIELD;
        sum = add(sum, inner, {
          depth: inner.depth + (isField ? 1 : 0),
          nestedFragments: inner.nestedFragments + (isField ? 0 : 1),
          aliases: inner.aliases + (isField && selection.alias ? 1 : 0),
        });
      }
    }
    return sum;
  };
  const measureFragment = (name: string, chain: number): DocumentMeasure => {
    const known = measured.get(name);
    if (known) return known;
    if (chain >= maxChain) return { ...empty, nestedFragments: maxChain };
    measured.set(name, empty);
    const measure = measureSet(fragments.get(name)?.selectionSet, chain + 1);
    measured.set(name, measure);
    return measure;
  };

  const total = roots
    .map(({ selectionSet }) => measureSet(selectionSet, 0))
    .reduce((one, other) => largest(one, other), empty);
  if (total.selections > maxSelections) return total;
  return { ...total, samePath: countSamePath(roots, fragments, maxSelections * 10) };
}

/** Adds a selection and what is in it: sums for counts, the larger one for nesting. */
function add(
  sum: DocumentMeasure,
  inner: DocumentMeasure,
  own: Partial<DocumentMeasure>,
): DocumentMeasure {
  const selection = { ...inner, ...own };
  return {
    depth: Math.max(sum.depth, selection.depth),
    nestedFragments: Math.max(sum.nestedFragments, selection.nestedFragments),
    aliases: sum.aliases + selection.aliases,
    selections: sum.selections + inner.selections + 1,
    samePath: 0,
  };
}

function largest(one: DocumentMeasure, other: DocumentMeasure): DocumentMeasure {
  return {
    depth: Math.max(one.depth, other.depth),
    nestedFragments: Math.max(one.nestedFragments, other.nestedFragments),
    aliases: Math.max(one.aliases, other.aliases),
    selections: Math.max(one.selections, other.selections),
    samePath: 0,
  };
}

interface PathNode {
  count: number;
  readonly children: Map<string, PathNode>;
}

/** Walks all roots expanded. Gives up with infinity after `maxSteps`, which cycles would reach. */
function countSamePath(
  roots: readonly (OperationDefinitionNode | FragmentDefinitionNode)[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  maxSteps: number,
): number {
  let most = 0;
  let steps = 0;
  const walk = (
    set: SelectionSetNode | undefined,
    at: PathNode,
    within: readonly string[],
  ): void => {
    for (const selection of set?.selections ?? []) {
      steps += 1;
      if (steps > maxSteps) return;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        if (within.includes(name)) continue;
        walk(fragments.get(name)?.selectionSet, at, [...within, name]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, at, within);
      } else {
        const key = (selection.alias ?? selection.name).value;
        const child = at.children.get(key) ?? { count: 0, children: new Map<string, PathNode>() };
        child.count += 1;
        most = Math.max(most, child.count);
        at.children.set(key, child);
        walk(selection.selectionSet, child, within);
      }
    }
  };
  for (const root of roots) walk(root.selectionSet, { count: 0, children: new Map() }, []);
  return steps > maxSteps ? Number.POSITIVE_INFINITY : most;
}
