// What operations may cost, as part of the gateway's configuration.
import { choice, variable, type Variables, wholeNumber } from '../../runtime/configuration.ts';
import type { BudgetConfig, BudgetMode } from './operation-budget.ts';

const modes = ['off', 'measure', 'enforce'] as const satisfies readonly BudgetMode[];

/** The variables by their names. */
export const budgetVariables = {
  MARQUE_COST_MODE: variable(
    choice(modes),
    'Whether the cost of operations by `@cost` and `@listSize` is estimated, and whether what is above MARQUE_COST_LIMIT is refused.',
    'measure',
  ),
  MARQUE_COST_LIMIT: variable(amount(), 'Most that an operation may cost.', '20000'),
  MARQUE_COST_LIST_SIZE: variable(
    wholeNumber({ min: 1, max: 10_000 }),
    'What a list is taken for of which no `@listSize` says how long it is.',
    '10',
  ),
  MARQUE_REST_BUDGET_MODE: variable(
    choice(modes),
    'Whether the REST calls of operations are predicted, and whether what is above MARQUE_REST_BUDGET is refused.',
    'measure',
  ),
  MARQUE_REST_BUDGET: variable(
    amount(),
    'Most REST calls that an operation may take with empty caches.',
    '50',
  ),
} as const satisfies Variables;

interface BudgetSettings {
  readonly MARQUE_COST_MODE: BudgetMode;
  readonly MARQUE_COST_LIMIT: number;
  readonly MARQUE_COST_LIST_SIZE: number;
  readonly MARQUE_REST_BUDGET_MODE: BudgetMode;
  readonly MARQUE_REST_BUDGET: number;
}

/** Reads what the variables say. */
export function readBudget(read: BudgetSettings): BudgetConfig {
  return {
    costMode: read.MARQUE_COST_MODE,
    maxCost: read.MARQUE_COST_LIMIT,
    defaultListSize: read.MARQUE_COST_LIST_SIZE,
    restMode: read.MARQUE_REST_BUDGET_MODE,
    maxRestCalls: read.MARQUE_REST_BUDGET,
  };
}

function amount() {
  return wholeNumber({ min: 1, max: 100_000_000 });
}
