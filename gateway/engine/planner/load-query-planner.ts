// The planner as the gateway uses it: bounded, remembering, never on the thread of requests.
import { parse, print, separateOperations } from 'graphql';
import { LRUCache } from 'lru-cache';

import { createSingleFlight } from '../../../cache/single-flight.ts';
import type { Log } from '../../../runtime/log.ts';
import { measureDocument } from '../../guard/document-measure.ts';
import type { QueryPlan } from '../plan/query-plan.ts';
import { adaptSupergraph, digestSupergraph } from '../supergraph-features.ts';
import {
  createPlannerThread,
  type PlannerThreadLimits,
  type ThreadOutcome,
} from './planner-thread.ts';
import { type PreparedPlans, readPreparedPlan } from './prepared-plans.ts';
import type { PlanOutcome, PlanRefusalCode, PlanRequest, QueryPlanner } from './query-planner.ts';

/** Bounds of planning. */
export interface QueryPlannerLimits extends PlannerThreadLimits {
  /** Fields and fragments of an operation, after its fragments are expanded. */
  readonly maxSelections: number;
  /** Memory of plans, by the length of their JSON and their operations. */
  readonly maxCacheCharacters: number;
}

/** Bounds that suit a gateway of one core. */
export const defaultQueryPlannerLimits: QueryPlannerLimits = {
  maxSelections: 4_000,
  maxCacheCharacters: 32 * 1_024 ** 2,
  planDeadlineMs: 5_000,
  loadDeadlineMs: 60_000,
  maxWaiting: 256,
  maxWaitMs: 10_000,
  maxHeapMebibytes: 512,
};

export interface QueryPlannerOptions {
  readonly supergraphSdl: string;
  readonly log: Log;
  readonly limits?: QueryPlannerLimits;
  /** Left aside if they are of another supergraph. */
  readonly prepared?: PreparedPlans | undefined;
}

export interface LoadedQueryPlanner {
  readonly planner: QueryPlanner;
  readonly apiSdl: string;
  /** Whether the thread has loaded the supergraph; with prepared plans it need not. */
  readonly isThreadLoaded: () => boolean;
  /** Loads the supergraph into the thread, if that is not done or under way. Never rejects. */
  readonly loadThread: () => Promise<void>;
}

/**
 * Loads a supergraph into a planner of its own thread. Plans and refusals are remembered for as
 * long as the planner lives, which is that of its release. With prepared plans of this supergraph
 * the thread is left to the first operation that is not among them.
 *
 * Rejects with `SUPERGRAPH_UNSUPPORTED` or `SUPERGRAPH_INVALID`.
 */
export async function loadQueryPlanner(options: QueryPlannerOptions): Promise<LoadedQueryPlanner> {
  const { supergraphSdl, log, prepared, limits = defaultQueryPlannerLimits } = options;
  const isPrepared = prepared?.supergraphId === digestSupergraph(supergraphSdl);
  const preparedPlans = new Map(
    (isPrepared ? prepared.plans : []).map((plan) => [planKey(plan), plan]),
  );
  const thread = createPlannerThread(() => adaptSupergraph(supergraphSdl), limits, log);
  try {
    const { apiSdl } = isPrepared ? prepared : await thread.load();
    return {
      apiSdl,
      planner: createPlanner(),
      isThreadLoaded: () => thread.isLoaded(),
      loadThread: () => thread.load().then(ignore, ignore),
    };
  } catch (error) {
    await thread.close();
    throw error;
  }

  function createPlanner(): QueryPlanner {
    const outcomes = new LRUCache<string, PlanOutcome>({ maxSize: limits.maxCacheCharacters });
    const flights = createSingleFlight<PlanOutcome>();
    const counts = {
      planned: 0,
      remembered: 0,
      refused: { QUERY_TOO_COMPLEX: 0, PLANNER_OVERLOADED: 0, QUERY_PLAN_FAILED: 0 },
    };
    const count = (outcome: PlanOutcome): PlanOutcome => {
      if (outcome.status === 'planned') counts.planned += 1;
      else counts.refused[outcome.code] += 1;
      return outcome;
    };

    const planAnew = async (
      key: string,
      { document, overrideLabels }: NormalRequest,
      askedBy: PlanRequest['askedBy'],
      signal: AbortSignal,
    ): Promise<PlanOutcome> => {
      const outcome = await thread.plan({ document, overrideLabels }, signal);
      const planned = count(readOutcome(outcome));
      if (outcome.kind !== 'planned') {
        const text = hideTexts(document).slice(0, 200);
        log.warn({ ...outcome, document: text, ...askedBy }, 'planner.refused');
      }
      const planLength = outcome.kind === 'planned' ? outcome.planJson.length : 0;
      // What ended the thread once would end it again.
      if (outcome.kind !== 'overloaded') {
        outcomes.set(key, planned, { size: key.length + planLength });
      }
      return planned;
    };
    return {
      async plan(request, wanted) {
        wanted?.throwIfCancelled();
        const normal = normaliseRequest(request, limits.maxSelections);
        if ('status' in normal) return count(normal);
        const key = planKey(normal);
        const known = outcomes.get(key);
        if (known) {
          counts.remembered += 1;
          return known;
        }
        const preparedPlan = preparedPlans.get(key);
        if (preparedPlan) return { status: 'planned', plan: readPreparedPlan(preparedPlan) };
        const { askedBy } = request;
        return await flights.run(
          key,
          ({ signal }) => planAnew(key, normal, askedBy, signal),
          wanted,
        );
      },
      readFigures: () => ({
        ...counts,
        refused: { ...counts.refused },
        waiting: thread.waitingCount,
        restarts: thread.restartCount,
      }),
      close: () => thread.close(),
    };
  }
}

interface NormalRequest {
  /** The operation alone with its fragments, printed in one way. */
  readonly document: string;
  readonly overrideLabels: readonly string[];
}

function planKey({ document, overrideLabels }: NormalRequest): string {
  return JSON.stringify([overrideLabels, document]);
}

/** What is remembered and planned of a request: formatting and other operations make no difference. */
export function normaliseRequest(
  { document: text, operationName = '', overrideLabels = [] }: PlanRequest,
  maxSelections = defaultQueryPlannerLimits.maxSelections,
): NormalRequest | Extract<PlanOutcome, { readonly status: 'refused' }> {
  try {
    const document = parse(text, { noLocation: true });
    // Counted before anything else: the limit on shared paths is the guard's, hence the zero.
    if (measureDocument(document, 0).selections > maxSelections) {
      return refuse(
        'QUERY_TOO_COMPLEX',
        `The operation has more than ${maxSelections} selections.`,
      );
    }
    const operations = separateOperations(document);
    const names = Object.keys(operations);
    const name = operationName === '' && names.length === 1 ? names[0] : operationName;
    const operation = name === undefined ? undefined : operations[name];
    if (!operation) return refuse('QUERY_PLAN_FAILED', 'The document has no such operation.');
    return { document: print(operation), overrideLabels: overrideLabels.toSorted() };
  } catch {
    return refuse('QUERY_PLAN_FAILED', 'The document cannot be read.');
  }
}

function readOutcome(outcome: ThreadOutcome): PlanOutcome {
  switch (outcome.kind) {
    case 'planned':
      return { status: 'planned', plan: JSON.parse(outcome.planJson) as QueryPlan };
    case 'exhausted':
      return refuse(
        'QUERY_TOO_COMPLEX',
        `The operation takes too much ${outcome.resource} to plan.`,
      );
    case 'refused':
      return refuse('QUERY_TOO_COMPLEX', 'The operation can be planned in too many ways.');
    case 'overloaded':
      return refuse('PLANNER_OVERLOADED', 'Too many operations wait to be planned; try again.');
    case 'failed':
      return refuse('QUERY_PLAN_FAILED', 'The operation cannot be planned.');
    default:
      return outcome satisfies never;
  }
}

/** What a client has written in quotes may be a secret. */
function hideTexts(document: string): string {
  return document.replaceAll(/"""[\s\S]*?"""|"(?:[^"\\]|\\.)*"/g, '""');
}

function ignore(): void {
  // Whoever plans next is told.
}

function refuse(code: PlanRefusalCode, message: string) {
  return { status: 'refused', code, message } as const;
}
