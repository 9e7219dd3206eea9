// Compiles the nodes of a plan into functions; which fetch shares objects with which is settled here.
import { parse } from 'graphql';

import type {
  FetchNode,
  MergedFetchNode,
  PlanNode,
  PlanPath,
  QueryPlan,
} from '../plan/query-plan.ts';
import { compileFetchBody, dropOperationName } from './fetch-body.ts';
import type { ConnectFetch } from './fetch-connection.ts';
import {
  type CompiledFetch,
  compileFetchPart,
  type FetchPart,
  type RunFetch,
} from './fetch-part.ts';
import type { RunNode } from './execution-state.ts';
import { listRenamedKeys } from './data-rewrites.ts';
import { compileMergedFetch } from './merged-fetch.ts';
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
  readonly types: TypeRelations;
  readonly connect: ConnectFetch;
}

interface PlacedFetch {
  readonly node: FetchNode;
  readonly path: PlanPath;
}

/** Compiles a plan; what it runs never rejects. */
export function compilePlan({ plan, types, connect }: PlanOptions): RunNode {
  if (!plan.node) return async () => undefined;
  const positionsByFetch = settlePositions(plan.node);
  const clientNames = plan.rewritten?.renames ?? {};

  const compileFetch = (node: FetchNode, path: PlanPath): CompiledFetch => {
    const part = compileFetchPart({
      node,
      path: parseTargetPath(path),
      types,
      writtenPositions: positionsByFetch.get(node) ?? new Map(),
      clientNames,
    });
    return { part, run: compileSending(node, path, part, connect) };
  };

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
        const { part, run } = compileFetch(node, path);
        return async (state) => {
          const task = part.prepare(state);
          if (task) await run(state, task);
        };
      }
      case 'MergedFetch':
        return compileMergedFetch({
          node,
          parts: node.parts.map((part) => compileFetch(part.fetch, [...path, ...part.path])),
          send: connect({
            subgraph: node.serviceName,
            query: dropOperationName(node.operation),
            operation: node.operation,
            operationKind: node.operationKind,
            path,
          }),
        });
      default:
        return node satisfies never;
    }
  };
  return compile(plan.node, []);
}

function compileSending(
  node: FetchNode,
  path: PlanPath,
  part: FetchPart,
  connect: ConnectFetch,
): RunFetch {
  const query = dropOperationName(node.operation);
  const send = connect({
    subgraph: node.serviceName,
    query,
    operation: node.operation,
    operationKind: node.operationKind,
    path,
  });
  const writeBody = compileFetchBody(
    query,
    node.variableUsages ?? [],
    part.isEntityFetch ? ['representations'] : [],
  );
  return async (state, task) => {
    const { representations } = task;
    const reply = await send({
      bodyText: writeBody(state.variables, part.isEntityFetch ? [representations.join(',')] : []),
      entityCount: part.isEntityFetch ? representations.length : undefined,
      context: state.context,
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
      case 'MergedFetch':
        gatherParts(node, path);
        break;
      default:
        node satisfies never;
    }
  };
  const gatherParts = ({ parts }: MergedFetchNode, path: PlanPath): void => {
    for (const part of parts) fetches.push({ node: part.fetch, path: [...path, ...part.path] });
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
