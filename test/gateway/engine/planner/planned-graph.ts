// A small supergraph of the planner's tests: what Apollo's planner makes of an operation, what ours does.
import { Supergraph, operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, validate } from 'graphql';

import type { FetchNode, PlanNode, QueryPlan } from '../../../../gateway/engine/plan/query-plan.ts';
import { createOperationPlanner } from '../../../../gateway/engine/planner/operation-planner.ts';
import { composeSupergraph } from '../../../../schema/composition/compose.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@provides", "@shareable", "@override", "@interfaceObject", "@inaccessible"])\n`;

/** Subgraphs by name, as SDL; the link to Federation may be left out. */
export type PlannedSubgraphs = Readonly<Record<string, string>>;

/** Both planners over one supergraph. */
export interface PlannedGraph {
  readonly supergraphSdl: string;
  readonly apiSdl: string;
  /** Apollo's plan, as it comes. */
  planByApollo(document: string): QueryPlan;
  plan(document: string, overrideLabels?: readonly string[]): QueryPlan;
  /** What the subgraphs would say against the operations of a plan. */
  findFaults(plan: QueryPlan): readonly string[];
  /** What one subgraph would say against one operation. */
  findFaultsOf(subgraph: string, operation: string): readonly string[];
}

/** Composes the subgraphs; throws if they do not compose. */
export function createPlannedGraph(subgraphs: PlannedSubgraphs): PlannedGraph {
  const supergraphSdl = composeTestSupergraph(subgraphs);
  const planner = createOperationPlanner(supergraphSdl);
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const apollo = new QueryPlanner(supergraph);
  const schemas = new Map(
    Object.entries(subgraphs).map(([name, sdl]) => [
      name,
      buildSubgraphSchema(parse(withLink(sdl))),
    ]),
  );

  const findFaultsOf = (subgraph: string, operation: string): readonly string[] => {
    const schema = schemas.get(subgraph);
    if (!schema) return [`unknown subgraph ${subgraph}`];
    return validate(schema, parse(operation)).map(({ message }) => `${subgraph}: ${message}`);
  };

  return {
    supergraphSdl,
    apiSdl: planner.apiSdl,
    planByApollo(document) {
      const operation = operationFromDocument(supergraph.apiSchema(), parse(document));
      return JSON.parse(JSON.stringify(apollo.buildQueryPlan(operation))) as QueryPlan;
    },
    plan: (document, overrideLabels = []) => planner.plan(document, overrideLabels),
    findFaults: (plan) =>
      listFetches(plan).flatMap(({ serviceName, operation }) =>
        findFaultsOf(serviceName, operation),
      ),
    findFaultsOf,
  };
}

/** Composes a supergraph of subgraphs; throws if they do not compose. */
export function composeTestSupergraph(subgraphs: PlannedSubgraphs): string {
  const definitions = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}.test/graphql`,
    sdl: withLink(sdl),
  }));
  const outcome = composeSupergraph(definitions);
  if (outcome.status === 'composed') return outcome.supergraphSdl;
  throw new Error(outcome.errors.map(({ message }) => message).join('\n'));
}

/** All fetches of a plan, in its order. */
export function listFetches({ node }: QueryPlan): readonly FetchNode[] {
  const list = (at: PlanNode | undefined): readonly FetchNode[] => {
    if (!at) return [];
    if (at.kind === 'Fetch') return [at];
    if (at.kind === 'Flatten') return list(at.node);
    if (at.kind === 'Condition') return [...list(at.ifClause), ...list(at.elseClause)];
    return at.nodes.flatMap(list);
  };
  return list(node);
}

/** Subgraph and operation of each fetch, such as `b {_entities(representations:…){…on P{y}}}`. */
export function outlineFetches(plan: QueryPlan): readonly string[] {
  return listFetches(plan).map(({ serviceName, operation }) => `${serviceName} ${operation}`);
}

function withLink(sdl: string): string {
  return sdl.includes('@link(') ? sdl : link + sdl;
}
