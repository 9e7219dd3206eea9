// What a run measures, and for how long.
import type { Workload } from '../workloads/workload.ts';

/** One row of a table: an operation under a kind of load. */
export interface Cell {
  readonly workload: Workload['id'];
  readonly operation: string;
  /** Equal requests, or each with variables of its own. */
  readonly variables: 'one' | 'distinct';
  readonly connections: number;
  /** Whether contestants that answer equal requests once take part, instead of the others. */
  readonly dedupe: boolean;
}

/** The size of a run; durations in milliseconds. */
export interface BenchPlan {
  readonly isQuick: boolean;
  readonly cells: readonly Cell[];
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
  readonly distinctVariables: number;
  readonly coldStarts: number;
  readonly freshOperations: number;
  /** Whether the stock gateway is measured, too; its answers are needed in any case. */
  readonly measuresStock: boolean;
}

const operations = {
  'guild-shape': ['heavy', 'small', 'tiny'],
  vehicle: ['configurator', 'variant', 'markets'],
} as const;
const quickCells: readonly Cell[] = [
  ['guild-shape', 'heavy'],
  ['guild-shape', 'small'],
  ['guild-shape', 'tiny'],
  ['vehicle', 'variant'],
].map(([workload, operation]) => ({
  workload: workload as Workload['id'],
  operation: operation ?? '',
  variables: 'distinct',
  connections: 50,
  dedupe: false,
}));

/** Four operations, in under five minutes. */
export const quickPlan: BenchPlan = {
  isQuick: true,
  cells: quickCells,
  rounds: 2,
  roundMs: 800,
  warmUpMs: 400,
  distinctVariables: 60,
  coldStarts: 1,
  freshOperations: 5,
  measuresStock: true,
};

/** Everything; takes over an hour. */
export const fullPlan: BenchPlan = {
  isQuick: false,
  cells: listAllCells(),
  rounds: 5,
  roundMs: 2_000,
  warmUpMs: 1_500,
  distinctVariables: 200,
  coldStarts: 5,
  freshOperations: 15,
  measuresStock: true,
};

/** What a part of the gateway costs: many short rounds of it with and without that part, since the difference is small and the machine changes. */
export const differencePlan: BenchPlan = {
  isQuick: false,
  cells: quickCells.filter(
    ({ workload, operation }) => workload === 'guild-shape' && operation !== 'small',
  ),
  rounds: 40,
  roundMs: 600,
  warmUpMs: 3_000,
  distinctVariables: 200,
  coldStarts: 0,
  freshOperations: 0,
  measuresStock: false,
};

/** Such as `guild-shape/heavy/distinct/c50`. */
export function nameCell(cell: Cell): string {
  const { workload, operation, variables, connections, dedupe } = cell;
  return [workload, operation, variables, `c${connections}`, ...(dedupe ? ['dedupe'] : [])].join(
    '/',
  );
}

function listAllCells(): readonly Cell[] {
  return (Object.keys(operations) as Workload['id'][]).flatMap((workload) =>
    operations[workload].flatMap((operation) => {
      const cell = { workload, operation, dedupe: false };
      // One page takes no variables; whole-request dedupe shows only where requests are equal.
      const variables =
        operation === 'markets' ? (['one'] as const) : (['distinct', 'one'] as const);
      return [
        ...variables.flatMap((kind) =>
          [50, 1].map((connections): Cell => ({ ...cell, variables: kind, connections })),
        ),
        { ...cell, variables: 'one', connections: 50, dedupe: true } satisfies Cell,
      ];
    }),
  );
}
