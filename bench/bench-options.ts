// What `npm run bench -- …` takes.
import { parseArgs } from 'node:util';

import { contestants, parseTarget } from './contestants/catalogue.ts';
import type { Contestant } from './contestants/contestant.ts';
import { guardContestants } from './contestants/guard.ts';
import { telemetryContestants } from './contestants/telemetry.ts';
import {
  type BenchPlan,
  type Cell,
  differencePlan,
  fullPlan,
  nameCell,
  quickPlan,
} from './run/bench-plan.ts';

/** The parsed command line. */
export type BenchOptions =
  | { readonly command: 'help' }
  | {
      readonly command: 'run';
      readonly plan: BenchPlan;
      readonly contestants: readonly Contestant[];
      readonly jsonFile: string | undefined;
      readonly markdownFile: string | undefined;
      readonly svgFile: string | undefined;
    }
  | {
      readonly command: 'cpu';
      readonly contestant: Contestant;
      readonly cell: Cell;
      readonly durationMs: number;
    };

// Commands that compare our gateway with itself.
const differences = new Map<string, readonly Contestant[]>([
  ['telemetry', telemetryContestants],
  ['guard', guardContestants],
]);
const allContestants = [...contestants, ...[...differences.values()].flat()];

/** Shown for `--help`, and below a mistake. */
export const usage = `Usage: npm run bench -- [cpu | telemetry | guard] [options]

  --quick              four operations, in under five minutes; without it everything, in over an hour
  --only TEXT          only cells whose name holds TEXT, such as guild-shape/heavy or /c50 (may be repeated)
  --contestants LIST   ids separated by commas; the stock gateway takes part in any case
  --target NAME=URL    another contestant, which runs already; its subgraphs must answer like ours (may be repeated)
  --rounds N           rounds of each cell
  --seconds N          length of a round
  --json FILE          rows and figures as JSON
  --markdown FILE      the tables, which are printed too
  --svg FILE           a plot
  --help               show this

  cpu                  profile one contestant (--contestants ID, default ours) under one cell (--only TEXT)
  telemetry            our gateway with all telemetry off and on, on heavy and tiny; --rounds and --seconds as above
  guard                the same with as little of the guard as there can be, with a key and budgets, and with a token, too

Contestants: ${allContestants.map(({ id }) => id).join(', ')}`;

// Enough to compare, few enough for five minutes.
const quickIds = new Set([
  'ours',
  'ours-node24',
  'ours-reference',
  'stock',
  'stock-node24',
  'hive',
  'hive-router',
  'mercurius',
  'grafbase',
  'limit-http',
  'limit-proxy',
]);

/** @throws Error that names the argument. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      contestants: { type: 'string' },
      target: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      json: { type: 'string' },
      markdown: { type: 'string' },
      svg: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { command: 'help' };
  const [command = 'run', ...more] = positionals;
  if (more.length > 0 || !isCommand(command)) {
    throw new Error(`Unknown command ${positionals.join(' ')}.`);
  }

  const ours = differences.get(command);
  const base = ours ? differencePlan : values.quick ? quickPlan : fullPlan;
  const only = command === 'cpu' && values.only.length === 0 ? ['heavy/distinct/c50'] : values.only;
  const cells = base.cells.filter(
    (cell) => only.length === 0 || only.some((text) => nameCell(cell).includes(text)),
  );
  const [firstCell] = cells;
  if (!firstCell) throw new Error('No cell has such a name.');
  const named = values.contestants?.split(',');
  if (command === 'cpu') {
    const contestant = findContestant(named?.[0] ?? 'ours');
    const durationMs = readNumber('--seconds', values.seconds, 5) * 1_000;
    return { command, contestant, cell: firstCell, durationMs };
  }

  const byDefault = ours?.map(({ id }) => id) ?? (values.quick ? quickIds : []);
  const ids = new Set(named?.map((id) => findContestant(id).id) ?? byDefault);
  return {
    command: 'run',
    plan: {
      ...base,
      cells,
      rounds: readNumber('--rounds', values.rounds, base.rounds),
      roundMs: readNumber('--seconds', values.seconds, base.roundMs / 1_000) * 1_000,
    },
    contestants: [
      ...(ids.size === 0 ? contestants : allContestants).filter(
        ({ id }) => ids.size === 0 || ids.has(id) || id === 'stock',
      ),
      ...values.target.map(readTarget),
    ],
    jsonFile: values.json,
    markdownFile: values.markdown,
    svgFile: values.svg,
  };
}

function isCommand(text: string): boolean {
  return text === 'run' || text === 'cpu' || differences.has(text);
}

function findContestant(id: string): Contestant {
  const found = allContestants.find((contestant) => contestant.id === id);
  if (found) return found;
  throw new Error(`There is no contestant ${id}.`);
}

function readTarget(text: string): Contestant {
  const target = parseTarget(text);
  if (target) return target;
  throw new Error(`--target ${text} is not NAME=URL.`);
}

function readNumber(option: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (value > 0 && value <= 3_600) return value;
  throw new Error(`${option} takes a number above 0, not ${text}.`);
}
