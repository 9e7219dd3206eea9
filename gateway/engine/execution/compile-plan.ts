// Compiles the nodes of a plan into functions; which fetch shares objects with which is settled here.
import { parse } from 'graphql';

import type { Clock } from '../../../runtime/clock.ts';
import { dropOperationName } from '../plan/fetch-operation.ts';
import { groupFetches } from '../plan/group-fetches.ts';
import {
  type FetchNode,
  plannedRepresentationsVariable,
  type PlanNode,
  type PlanPath,
  type QueryPlan,
} from '../plan/query-plan.ts';
import { compileSending } from './compile-sending.ts';
import { listRenamedKeys } from './data-rewrites.ts';
import type { RunNode } from './execution-state.ts';
import type { ConnectFetch, FetchConnections } from './fetch-connection.ts';
import { compileFetchGroup } from './fetch-group.ts';
import {
  type CompiledFetch,
  compileFetchPart,
  type FetchPart,
  type RunFetch,
} from './fetch-part.ts';
import { listKeys, parseTargetPath } from './target-path.ts';
import type { TypeRelations } from './type-relations.ts';
import {
  findWrittenPositions,
  readFetchShape,
  type WrittenPositions,
} from './written-positions.ts';

/** What a plan is compiled with. */
export interface PlanOptions {
  readonly plan: QueryPlan;
  /** Made-up response name → the client's. */
  readonly clientNames: Readonly<Record<string, string>>;
  readonly types: TypeRelations;
  readonly connections: FetchConnections;
  readonly clock: Clock;
}

interface PlacedFetch {
  readonly node: FetchNode;
  readonly path: PlanPath;
}

/** Compiles a plan; what it runs never rejects. */
export function compilePlan(options: PlanOptions): RunNode {
  const { plan, clientNames, types, connections, clock } = options;
  if (!plan.node) return async () => undefined;
  const positionsByFetch = settlePositions(plan.node);
  const { connect, mayTravelTogether } = connections;

  const compileFetch = (node: FetchNode, path: PlanPath): CompiledFetch => {
    const part = compileFetchPart({
      node,
      path: parseTargetPath(path),
      types,
      writtenPositions: positionsByFetch.get(node) ?? new Map(),
      clientNames,
    });
    const place = { path, operation: node.operation };
    return { part, run: compileLoneRun(node, place, part, connect), place };
  };
  const boardings = new Map<FetchNode, RunNode>();
  for (const [number, group] of groupFetches(plan.node, mayTravelTogether).entries()) {
    const fetches = group.documents.flat();
    const members = fetches.map(({ fetch, path }) => compileFetch(fetch, path));
    const boards = compileFetchGroup({ group, number, members, connect, clock });
    for (const [index, { fetch }] of fetches.entries()) {
      const board = boards[index];
      if (board) boardings.set(fetch, board);
    }
  }

  const compile = (node: PlanNode, path: PlanPath): RunNode => {
    switch (node.kind) {
      case 'Sequence': {
        const runs = node.nodes.map((inner) => compile(inner, path));
        return async (state) => {
          for (const run of runs) await run(state);
        };
      }
      case 'Parallel': {
        const runs = node.nodes.map((inner) => compile(inner, path));
        return async (state) => {
          await Promise.all(runs.map((run) => run(state)));
        };
      }
      case 'Flatten':
        return compile(node.node, [...path, ...node.path]);
      case 'Condition': {
        const { condition, ifClause, elseClause } = node;
        const whenTrue = ifClause && compile(ifClause, path);
        const whenFalse = elseClause && compile(elseClause, path);
        return async (state) => {
          await (state.coercedVariables[condition] === true ? whenTrue : whenFalse)?.(state);
        };
      }
      case 'Fetch': {
        const board = boardings.get(node);
        if (board) return board;
        const { part, run } = compileFetch(node, path);
        return async (state) => {
          const task = part.prepare(state);
          if (task) await run(state, task);
        };
      }
      default:
        return node satisfies never;
    }
  };
  return compile(plan.node, []);
}

function compileLoneRun(
  node: FetchNode,
  place: CompiledFetch['place'],
  part: FetchPart,
  connect: ConnectFetch,
): RunFetch {
  const { isEntityFetch } = part;
  const send = compileSending({
    ...node,
    document: dropOperationName(node.operation),
    listVariables: isEntityFetch
      ? [node.representationsVariable ?? plannedRepresentationsVariable]
      : [],
    connect,
  });
  return async (state, task) => {
    const { representations } = task;
    const entities = representations.length;
    const reply = await send(state, {
      lists: isEntityFetch ? [representations.join(',')] : [],
      entityCount: isEntityFetch ? entities : undefined,
      passengers: [{ ...place, entities }],
    });
    if (reply.status === 'failed') part.fail(state, task, reply.code);
    else part.absorb(state, task, reply);
  };
}

function settlePositions(root: PlanNode): ReadonlyMap<FetchNode, WrittenPositions> {
  const fetches: PlacedFetch[] = [];
  const gather = (node: PlanNode, path: PlanPath): void => {
    switch (node.kind) {
      case 'Sequence':
      case 'Parallel':
        for (const inner of node.nodes) gather(inner, path);
        break;
      case 'Flatten':
        gather(node.node, [...path, ...node.path]);
        break;
      case 'Condition':
        if (node.ifClause) gather(node.ifClause, path);
        if (node.elseClause) gather(node.elseClause, path);
        break;
      case 'Fetch':
        fetches.push({ node, path });
        break;
      default:
        node satisfies never;
    }
  };
  gather(root, []);

  const positions = findWrittenPositions(
    fetches.map(({ node, path }) => ({
      keys: listKeys(parseTargetPath(path)),
      shape: readFetchShape(
        parse(node.operation, { noLocation: true }),
        listRenamedKeys(node.outputRewrites),
        node.requires !== undefined,
      ),
    })),
  );
  return new Map(fetches.map(({ node }, index) => [node, positions[index] ?? new Map()]));
}
