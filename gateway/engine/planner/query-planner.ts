// What plans operations against one supergraph; another planner can take its place.
import type { Cancellation } from '../../../runtime/cancellation.ts';
import type { QueryPlan } from '../plan/query-plan.ts';

/** An operation to plan; it is valid against the API schema. */
export interface PlanRequest {
  readonly document: string;
  /** Needed if the document has several operations. */
  readonly operationName?: string | undefined;
  /** Labels of progressive overrides that are on for this request. */
  readonly overrideLabels?: readonly string[];
  /** Ids of the request that wants it, for the log. */
  readonly askedBy?: { readonly correlationId: string; readonly traceId: string };
}

/** Why an operation is not planned. */
export type PlanRefusalCode =
  /** It selects more than may be planned, or planning it took too long or too much memory. */
  | 'QUERY_TOO_COMPLEX'
  /** Too many operations wait to be planned. */
  | 'PLANNER_OVERLOADED'
  /** The document cannot be planned: it was not validated, or the planner has a defect. */
  | 'QUERY_PLAN_FAILED';

export type PlanOutcome =
  | { readonly status: 'planned'; readonly plan: QueryPlan }
  | {
      readonly status: 'refused';
      readonly code: PlanRefusalCode;
      /** Fit for clients. */
      readonly message: string;
    };

/** What became of the operations since the planner was loaded. */
export interface PlannerFigures {
  /** Operations that wait at this moment, without the one that is being planned. */
  readonly waiting: number;
  readonly planned: number;
  /** Plans and refusals that were known already. */
  readonly remembered: number;
  readonly refused: Readonly<Record<PlanRefusalCode, number>>;
  /** How often the planner died, of an operation that took too much or of itself. */
  readonly restarts: number;
}

export interface QueryPlanner {
  /**
   * Plans, or answers from memory; equal requests under way share one plan, so a plan is not to be
   * changed. Rejects only if `wanted` is cancelled or the planner is closed; a cancellation leaves the plan to
   * those who share it.
   */
  plan(request: PlanRequest, wanted?: Cancellation): Promise<PlanOutcome>;
  readFigures(): PlannerFigures;
  /** Ends at once; plans under way are rejected. */
  close(): Promise<void>;
}
