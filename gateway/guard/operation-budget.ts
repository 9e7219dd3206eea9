// What an operation may cost: estimates it before it runs, and refuses what is too much.
import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql';

import { type ErrorCode, errorTable } from '../errors.ts';
import type { AnsweredOperation } from './actual-cost.ts';
import { readCostDeclarations } from './cost-declarations.ts';
import { estimateFigure, type Figure, type Variables } from './figure.ts';
import { type CostEstimator, createCostEstimator, type OperationCost } from './operation-cost.ts';
import { createRestCallEstimator, type RestCallEstimator } from './rest-cost.ts';

/** Whether estimates are made, and whether what is above its maximum is refused. */
export type BudgetMode = 'off' | 'measure' | 'enforce';

/** The most that one operation may cost. */
export interface OperationBudget {
  /** By `@cost` and `@listSize`. */
  readonly maxCost: number;
  /** Calls of REST services, with empty caches. */
  readonly maxRestCalls: number;
}

/** How operations are estimated, and the budget of those whose caller has none of its own. */
export interface BudgetConfig extends OperationBudget {
  readonly costMode: BudgetMode;
  readonly restMode: BudgetMode;
  /** Of a list of which the schema says nothing. */
  readonly defaultListSize: number;
}

/** What a request is estimated to cost; absent where it is not estimated. */
export interface CostEstimate {
  cost?: number | undefined;
  restCalls?: number | undefined;
  /** What it was, where the caller gets to see it. */
  actualCost?: number | undefined;
  /** What the estimates are held against. */
  budget: OperationBudget;
}

/** What was compiled of an operation, or of its plan. */
export interface CompiledEstimates {
  readonly cost?: OperationCost | undefined;
  readonly restCalls?: Figure | undefined;
}

/** The estimates of one engine's operations. */
export interface OperationBudgets {
  /** Undefined while costs are not estimated. */
  readonly compileCost: CostEstimator['compile'] | undefined;
  /** Undefined while REST calls are not predicted. */
  readonly compileRestCalls: RestCallEstimator['compile'] | undefined;
  /** Writes down what is estimated; gives the error if that is too much. */
  judge(
    estimate: CostEstimate,
    compiled: CompiledEstimates,
    variables: Variables,
  ): GraphQLError | undefined;
  /** Writes down what an answer has cost. Reads all of it: for those who get to see the cost. */
  measure(
    estimate: CostEstimate,
    answered: Omit<AnsweredOperation, 'data'>,
    dataText: string,
  ): void;
}

/** What the estimates stand on. */
export interface OperationBudgetsOptions {
  readonly budget: BudgetConfig;
  /** As clients see it. */
  readonly apiSchema: GraphQLSchema;
  readonly supergraph: DocumentNode;
  readonly subgraphs: Parameters<typeof createRestCallEstimator>[0];
}

/** Creates the budgets; undefined where nothing is estimated. Reads a subgraph's schema when it is needed. */
export function createOperationBudgets(
  options: OperationBudgetsOptions,
): OperationBudgets | undefined {
  const { apiSchema, supergraph, subgraphs } = options;
  const { costMode, restMode, defaultListSize } = options.budget;
  if (costMode === 'off' && restMode === 'off') return undefined;

  const declarations = readCostDeclarations(supergraph.definitions);
  const restCallEstimator = createRestCallEstimator(subgraphs, defaultListSize);
  let opened: CostEstimator | undefined;
  const openCosts = (): CostEstimator => {
    opened ??= createCostEstimator(apiSchema, declarations, defaultListSize);
    return opened;
  };
  return {
    compileCost:
      costMode === 'off'
        ? undefined
        : (document, operation) => openCosts().compile(document, operation),
    compileRestCalls: restMode === 'off' ? undefined : (plan) => restCallEstimator.compile(plan),

    judge(estimate, { cost, restCalls }, variables) {
      if (cost) {
        estimate.cost = estimateFigure(cost.estimate, variables);
        if (costMode === 'enforce') return refuseCost(estimate.cost, estimate, cost, variables);
      }
      if (restCalls !== undefined) {
        estimate.restCalls = estimateFigure(restCalls, variables);
        if (restMode === 'enforce') return refuseRestCalls(estimate.restCalls, estimate);
      }
      return undefined;
    },

    measure(estimate, answered, dataText) {
      const data: unknown = JSON.parse(dataText);
      estimate.actualCost = openCosts().measure({ ...answered, data });
    },
  };
}

function refuseCost(
  estimated: number,
  { budget: { maxCost: max } }: CostEstimate,
  cost: OperationCost,
  variables: Variables,
): GraphQLError | undefined {
  const missing = cost.findMissingSlice(variables);
  if (missing !== undefined) {
    return createRefusal(
      'BAD_USER_INPUT',
      `${missing} needs exactly one of the arguments that say how many are asked for.`,
    );
  }
  if (estimated <= max) return undefined;
  return createRefusal(
    'COST_ESTIMATED_TOO_EXPENSIVE',
    `The operation is estimated to cost ${estimated}; it may cost ${max} at most.`,
    { estimated, max },
  );
}

function refuseRestCalls(
  estimated: number,
  { budget: { maxRestCalls: max } }: CostEstimate,
): GraphQLError | undefined {
  if (estimated <= max) return undefined;
  return createRefusal(
    'REST_BUDGET_EXCEEDED',
    `The operation may take ${estimated} REST calls; its budget is ${max}.`,
    { estimated, max },
  );
}

type RefusalCode = Extract<
  ErrorCode,
  'BAD_USER_INPUT' | 'COST_ESTIMATED_TOO_EXPENSIVE' | 'REST_BUDGET_EXCEEDED'
>;

function createRefusal(
  code: RefusalCode,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  const { status } = errorTable[code];
  return new GraphQLError(message, { extensions: { code, ...extensions, http: { status } } });
}
