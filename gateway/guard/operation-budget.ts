// What an operation may cost: estimates it before it runs, and refuses what is too much.
import { GraphQLError, parse, type GraphQLSchema } from 'graphql';

import { type ErrorCode, errorTable } from '../errors.ts';
import { readCostDeclarations } from './cost-declarations.ts';
import { evaluate, type Figure, type Variables } from './figure.ts';
import { createCostEstimator, type CostEstimator, type OperationCost } from './operation-cost.ts';
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

/** The estimates of one engine's operations. */
export interface OperationBudgets {
  /** Undefined while costs are not estimated. */
  readonly costs: CostEstimator | undefined;
  /** Undefined while REST calls are not predicted. */
  readonly restCalls: RestCallEstimator | undefined;
  /** Writes down what the operation is estimated to cost; gives the error if that is too much. */
  judgeCost(
    estimate: CostEstimate,
    cost: OperationCost | undefined,
    variables: Variables,
  ): GraphQLError | undefined;
  /** As `judgeCost`, for the REST calls of its plan. */
  judgeRestCalls(
    estimate: CostEstimate,
    restCalls: Figure | undefined,
    variables: Variables,
  ): GraphQLError | undefined;
}

/** What the estimates stand on. */
export interface OperationBudgetsOptions {
  readonly budget: BudgetConfig;
  /** As clients see it. */
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly subgraphs: Parameters<typeof createRestCallEstimator>[0];
}

/** Creates the budgets; undefined where nothing is estimated. Reads the schemas when one is needed. */
export function createOperationBudgets(
  options: OperationBudgetsOptions,
): OperationBudgets | undefined {
  const { apiSchema, supergraphSdl, subgraphs } = options;
  const { costMode, restMode, defaultListSize } = options.budget;
  if (costMode === 'off' && restMode === 'off') return undefined;

  let estimator: CostEstimator | undefined;
  const openEstimator = (): CostEstimator => {
    const { definitions } = parse(supergraphSdl, { noLocation: true });
    return createCostEstimator(apiSchema, readCostDeclarations(definitions), defaultListSize);
  };
  return {
    costs:
      costMode === 'off'
        ? undefined
        : {
            compile: (document, operation) =>
              (estimator ??= openEstimator()).compile(document, operation),
          },
    restCalls: restMode === 'off' ? undefined : createRestCallEstimator(subgraphs, defaultListSize),

    judgeCost(estimate, cost, variables) {
      if (!cost) return undefined;
      estimate.cost = evaluate(cost.estimate, variables);
      if (costMode !== 'enforce') return undefined;
      const missing = cost.findMissingSlice(variables);
      if (missing !== undefined) {
        return createRefusal(
          'BAD_USER_INPUT',
          `${missing} needs exactly one of the arguments that say how many are asked for.`,
        );
      }
      const { maxCost: max } = estimate.budget;
      if (estimate.cost <= max) return undefined;
      return createRefusal(
        'COST_ESTIMATED_TOO_EXPENSIVE',
        `The operation is estimated to cost ${estimate.cost}; it may cost ${max} at most.`,
        { cost: { estimated: estimate.cost, max } },
      );
    },

    judgeRestCalls(estimate, restCalls, variables) {
      if (restCalls === undefined) return undefined;
      estimate.restCalls = evaluate(restCalls, variables);
      const { maxRestCalls: max } = estimate.budget;
      if (restMode !== 'enforce' || estimate.restCalls <= max) return undefined;
      return createRefusal(
        'REST_BUDGET_EXCEEDED',
        `The operation may take ${estimate.restCalls} REST calls; its budget is ${max}.`,
        { restCalls: { estimated: estimate.restCalls, max } },
      );
    },
  };
}

function createRefusal(
  code: Extract<
    ErrorCode,
    'BAD_USER_INPUT' | 'COST_ESTIMATED_TOO_EXPENSIVE' | 'REST_BUDGET_EXCEEDED'
  >,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  const { status } = errorTable[code];
  return new GraphQLError(message, { extensions: { code, ...extensions, http: { status } } });
}
