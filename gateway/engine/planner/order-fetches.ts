// Puts fetches one after the other that the planner lets run side by side though one needs what the
// other brings: it loses that when what a field requires leads back to the field's own subgraph.
import { Kind, type SelectionSetNode } from 'graphql';

import { parseFetchOperation } from '../plan/fetch-operation.ts';
import type { FetchNode, PlanNode, PlanPath, RequiredSelection } from '../plan/query-plan.ts';

/** Fields by `path/name`, the path without lists. */
type Fields = ReadonlySet<string>;

interface Flow {
  /** What has to be there before; what comes of the node itself is left out. */
  readonly needs: Fields;
  readonly brings: Fields;
}

/** Orders the parallel steps of a plan; one that is in order comes back as it is. */
export function orderFetches(root: PlanNode): PlanNode {
  const flows = new Map<PlanNode, Flow>();
  readFlow(root, [], flows);
  return order(root, new Set(), flows);
}

function order(node: PlanNode, present: Fields, flows: ReadonlyMap<PlanNode, Flow>): PlanNode {
  switch (node.kind) {
    case 'Sequence': {
      const known = new Set(present);
      return {
        ...node,
        nodes: node.nodes.map((child) => {
          const ordered = order(child, known, flows);
          for (const field of flows.get(child)?.brings ?? []) known.add(field);
          return ordered;
        }),
      };
    }
    case 'Parallel': {
      const waves = findWaves(node.nodes, present, flows);
      const [first = [], ...later] = waves.map((wave) =>
        wave.map((child) => order(child, present, flows)),
      );
      if (later.length === 0) return { ...node, nodes: first };
      return {
        kind: 'Sequence',
        nodes: [first, ...later].map((nodes): PlanNode => {
          const [only] = nodes;
          return only && nodes.length === 1 ? only : { kind: 'Parallel', nodes };
        }),
      };
    }
    case 'Flatten':
      return { ...node, node: order(node.node, present, flows) };
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause && { ifClause: order(node.ifClause, present, flows) }),
        ...(node.elseClause && { elseClause: order(node.elseClause, present, flows) }),
      };
    case 'Fetch':
      return node;
    default:
      return node satisfies never;
  }
}

/** Nodes that can run side by side, those first that others need something of. */
function findWaves(
  nodes: readonly PlanNode[],
  present: Fields,
  flows: ReadonlyMap<PlanNode, Flow>,
): readonly (readonly PlanNode[])[] {
  const known = new Set(present);
  const waves: PlanNode[][] = [];
  let left = [...nodes];
  while (left.length > 0) {
    const waits = (node: PlanNode): boolean =>
      [...(flows.get(node)?.needs ?? [])].some(
        (field) =>
          !known.has(field) &&
          left.some((other) => other !== node && flows.get(other)?.brings.has(field)),
      );
    const ready = left.filter((node) => !waits(node));
    // Each waits for another one: what is missing will be missed.
    const wave = ready.length > 0 ? ready : left;
    waves.push(wave);
    for (const node of wave) for (const field of flows.get(node)?.brings ?? []) known.add(field);
    left = left.filter((node) => !wave.includes(node));
  }
  return waves;
}

function readFlow(node: PlanNode, path: PlanPath, flows: Map<PlanNode, Flow>): Flow {
  const flow = readFlowOf(node, path, flows);
  flows.set(node, flow);
  return flow;
}

function readFlowOf(node: PlanNode, path: PlanPath, flows: Map<PlanNode, Flow>): Flow {
  switch (node.kind) {
    case 'Fetch':
      return readFetch(node, writePath(path));
    case 'Flatten':
      return readFlow(node.node, [...path, ...node.path], flows);
    case 'Sequence':
    case 'Parallel': {
      const needs = new Set<string>();
      const brings = new Set<string>();
      for (const child of node.nodes) {
        const own = readFlow(child, path, flows);
        for (const field of own.needs) {
          if (node.kind === 'Parallel' || !brings.has(field)) needs.add(field);
        }
        for (const field of own.brings) brings.add(field);
      }
      return { needs, brings };
    }
    case 'Condition': {
      const branches = [node.ifClause, node.elseClause].filter((branch) => branch !== undefined);
      const own = branches.map((branch) => readFlow(branch, path, flows));
      return {
        needs: new Set(own.flatMap(({ needs }) => [...needs])),
        brings: new Set(own.flatMap(({ brings }) => [...brings])),
      };
    }
    default:
      return node satisfies never;
  }
}

function readFetch({ operation, requires, outputRewrites = [] }: FetchNode, path: string): Flow {
  const brings = new Set<string>();
  const read = ({ selections }: SelectionSetNode, at: string): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        read(selection.selectionSet, at);
        continue;
      }
      const sent = (selection.alias ?? selection.name).value;
      const renamed = outputRewrites.flatMap((rewrite) =>
        rewrite.kind === 'KeyRenamer' && rewrite.path.at(-1) === sent ? [rewrite.renameKeyTo] : [],
      );
      for (const name of [sent, ...renamed]) {
        brings.add(`${at}/${name}`);
        if (selection.selectionSet) read(selection.selectionSet, `${at}.${name}`);
      }
    }
  };
  const root = parseFetchOperation(operation)?.selectionSet;
  const [entities] = root?.selections ?? [];
  if (requires && entities?.kind === Kind.FIELD && entities.selectionSet) {
    read(entities.selectionSet, path);
  } else if (root) {
    read(root, path);
  }
  return { needs: new Set(listNames(requires ?? []).map((name) => `${path}/${name}`)), brings };
}

function listNames(selections: readonly RequiredSelection[]): readonly string[] {
  return selections.flatMap((selection) =>
    selection.kind === 'Field'
      ? [selection.alias ?? selection.name]
      : listNames(selection.selections),
  );
}

function writePath(path: PlanPath): string {
  return path
    .filter((key) => key !== '@')
    .map((key) => `.${key}`)
    .join('');
}
