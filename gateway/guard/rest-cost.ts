// How many REST calls a query plan takes at most, with empty caches, as a function of the variables.
import { parse } from 'graphql';

import type { FetchNode, PlanNode, PlanPath, QueryPlan } from '../engine/plan/query-plan.ts';
import { addUp, evaluate, type Figure, multiply } from './figure.ts';
import { readRestDeclarations, type RestDeclarations } from './rest-declarations.ts';
import { type CountsByPath, estimateFetch, pathKey } from './rest-fetch.ts';

/** Predicts the REST calls of plans over one set of subgraphs. */
export interface RestCallEstimator {
  compile(plan: QueryPlan): Figure;
}

/** A subgraph with its own schema, as far as it matters here. */
interface DeclaringSubgraph {
  readonly name: string;
  readonly sdl: string;
}

/** Creates the estimator; a subgraph's schema is read when the first plan asks it. */
export function createRestCallEstimator(
  subgraphs: readonly DeclaringSubgraph[],
  defaultListSize: number,
): RestCallEstimator {
  const read = new Map<string, RestDeclarations>();
  const declarationsOf = (name: string): RestDeclarations => {
    const known = read.get(name);
    if (known) return known;
    const sdl = subgraphs.find((subgraph) => subgraph.name === name)?.sdl;
    const declarations: RestDeclarations =
      sdl === undefined ? new Map() : readRestDeclarations(sdl);
    read.set(name, declarations);
    return declarations;
  };

  return {
    compile({ node }) {
      const counts: CountsByPath = new Map([['', 1]]);
      const estimateNode = (current: PlanNode, path: readonly string[], lists: number): Figure => {
        switch (current.kind) {
          case 'Sequence':
          case 'Parallel':
            return addUp(current.nodes.map((inner) => estimateNode(inner, path, lists)));
          case 'Flatten': {
            const { names, each } = readPath(current.path);
            return estimateNode(current.node, [...path, ...names], lists + each);
          }
          case 'Condition': {
            const { condition, ifClause, elseClause } = current;
            const whenTrue = ifClause ? estimateNode(ifClause, path, lists) : 0;
            const whenFalse = elseClause ? estimateNode(elseClause, path, lists) : 0;
            return (variables) =>
              evaluate(variables[condition] === true ? whenTrue : whenFalse, variables);
          }
          case 'Fetch': {
            const isForEntities = (current.requires ?? []).length > 0;
            const count = isForEntities ? countAt(path, lists, counts, defaultListSize) : 1;
            return estimateFetch(
              {
                document: parse(current.operation, { noLocation: true }),
                path,
                count,
                rename: createRename(current, path.length),
              },
              declarationsOf(current.serviceName),
              counts,
              defaultListSize,
            );
          }
          default:
            return current satisfies never;
        }
      };
      return node ? estimateNode(node, [], 0) : 0;
    },
  };
}

/** The names of a plan's path; lists and type conditions are stepped through. */
function readPath(path: PlanPath): { readonly names: readonly string[]; readonly each: number } {
  const texts = path.map((element) => String(element).replace(/\|\[.*\]$/, ''));
  const names = texts.filter((text) => text !== '@' && text !== '');
  return { names, each: texts.filter((text) => text === '@').length };
}

/** What no fetch was seen to bring is taken for lists of the default size. */
function countAt(
  path: readonly string[],
  lists: number,
  counts: CountsByPath,
  defaultListSize: number,
): Figure {
  const known = counts.get(pathKey(path));
  if (known !== undefined) return known;
  for (let length = path.length - 1; length > 0; length -= 1) {
    const above = counts.get(pathKey(path.slice(0, length)));
    if (above !== undefined) return multiply(above, defaultListSize);
  }
  return defaultListSize ** Math.max(1, lists);
}

/** Reads the names that the plan gives to what came back; its paths begin at the fetched objects. */
function createRename(
  { outputRewrites = [] }: FetchNode,
  depth: number,
): (path: readonly string[]) => string | undefined {
  const renames = new Map<string, string>();
  for (const rewrite of outputRewrites) {
    if (rewrite.kind !== 'KeyRenamer') continue;
    const names = rewrite.path.filter((element) => !element.startsWith('... on '));
    renames.set(pathKey(names), rewrite.renameKeyTo);
  }
  return (path) => (renames.size === 0 ? undefined : renames.get(pathKey(path.slice(depth))));
}
