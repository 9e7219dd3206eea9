// Plans that were made beforehand, such as in a build: plain JSON, for one supergraph only.
import type { QueryPlan } from '../plan/query-plan.ts';

/** Plans with what clients see of their supergraph. */
export interface PreparedPlans {
  /** Digest of the supergraph. */
  readonly supergraphId: string;
  readonly apiSdl: string;
  readonly plans: readonly PreparedPlan[];
}

/** One operation that is valid and planned. */
export interface PreparedPlan {
  /** The document as clients send it. */
  readonly query: string;
  /** Which of the document's operations. */
  readonly operationName: string | undefined;
  /** The operation alone with its fragments, as the planner remembers it. */
  readonly document: string;
  readonly overrideLabels: readonly string[];
  /** The plan as text, which is read when the operation is asked for. */
  readonly planJson: string;
}

/** Reads the plan. */
export function readPreparedPlan({ planJson }: PreparedPlan): QueryPlan {
  return JSON.parse(planJson) as QueryPlan;
}
