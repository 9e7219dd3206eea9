// Apollo's planner over one supergraph, with its mistakes mended before and after it plans.
import { Supergraph, operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, parse, print, printSchema, visit } from 'graphql';

import type { PlanNode, QueryPlan, RewrittenOperation } from '../plan/query-plan.ts';
import { expandConditions } from './expand-conditions.ts';
import { mendDependencyGraph } from './mend-dependency-graph.ts';
import { orderFetches } from './order-fetches.ts';
import { orderWrites } from './order-writes.ts';
import { prepareSupergraph } from './prepare-supergraph.ts';
import { restoreInputs } from './restore-inputs.ts';
import { createOperationRewriter } from './rewrite-operation.ts';
import { createSelectedTypes } from './selected-types.ts';
import { shieldRepresentations } from './shield-representations.ts';

// Of many ways to fetch shared fields, the best is looked for among so many: with ten times as many,
// a hundred aliases of them took twice the time, while real operations have one or two ways.
const maxEvaluatedPlans = 1_000;

/** Plans synchronously, which may take long: for a thread of its own. */
export interface OperationPlanner {
  /** What clients see. */
  readonly apiSdl: string;
  /**
   * Plans a valid document of one operation and its fragments, with these override labels on.
   *
   * @throws Error if it cannot be planned.
   */
  plan(document: string, overrideLabels: readonly string[]): QueryPlan;
}

/**
 * Loads a supergraph.
 *
 * @throws Error if it is no valid supergraph.
 */
export function createOperationPlanner(supergraphSdl: string): OperationPlanner {
  mendDependencyGraph();
  const prepared = prepareSupergraph(supergraphSdl);
  const supergraph = Supergraph.build(prepared.sdl, {
    supportedFeatures: null,
    // Where an input was replaced, its own @external field is unused, which would be refused.
    validateSupergraph: prepared.standIns.size === 0,
  });
  const planner = new QueryPlanner(supergraph, {
    // Fragments of clients are expanded: equal fetches then have equal text, whoever asks.
    reuseQueryFragments: false,
    debug: { maxEvaluatedPlans },
  });
  const fullSchema = supergraph.apiSchema();
  const apiSchema = fullSchema.toGraphQLJSSchema();
  const rewrite = createOperationRewriter({ apiSchema, joinNames: prepared.joinNames });

  return {
    apiSdl: printWithout(printSchema(apiSchema), new Set(prepared.standIns.keys())),
    plan(document, overrideLabels) {
      const parsed = orderWrites(parse(document));
      const shielded = shieldRepresentations(parsed);
      const { document: planned, renames: aliases } = rewrite(shielded?.document ?? parsed);
      const overrideConditions = new Map(overrideLabels.map((label) => [label, true]));
      const planWith = (of: DocumentNode) =>
        planner.buildQueryPlan(operationFromDocument(fullSchema, of), { overrideConditions });
      const plan = planOrElse(
        () => planWith(planned),
        () => planWith(expandConditions(planned, apiSchema)),
      );
      if (plan.node?.kind === 'Subscription') throw new Error('Subscriptions are not planned.');

      // Through JSON, since Apollo writes what is absent as undefined.
      const node = plan.node && (JSON.parse(JSON.stringify(plan.node)) as PlanNode);
      const findSelected = createSelectedTypes(planned, apiSchema);
      const mended = node && prepared.mendInterfaceObjects(node, findSelected);
      const restored = mended && restoreInputs(mended, prepared);
      const ordered = restored && orderFetches(restored.node);
      const renames = { ...aliases, ...restored?.renames };
      const rewritten: RewrittenOperation | undefined =
        Object.keys(renames).length > 0 || aliases
          ? { document: print(shielded?.restoreDocument(planned) ?? planned), renames }
          : undefined;
      return {
        kind: 'QueryPlan',
        ...(ordered && { node: shielded?.restore(ordered) ?? ordered }),
        ...(rewritten && { rewritten }),
      };
    },
  };
}

/** The second way is taken where the first one fails; the error is that of the first. */
function planOrElse<Plan>(first: () => Plan, second: () => Plan): Plan {
  try {
    return first();
  } catch (error) {
    try {
      return second();
    } catch {
      throw error;
    }
  }
}

function printWithout(schemaSdl: string, fieldNames: ReadonlySet<string>): string {
  if (fieldNames.size === 0) return schemaSdl;
  const hidden = visit(parse(schemaSdl, { noLocation: true }), {
    FieldDefinition: ({ name }) => (fieldNames.has(name.value) ? null : undefined),
  });
  return print(hidden);
}
