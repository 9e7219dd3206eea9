// Measures one workload: rounds of all contestants in turn, A B A B, then planning and cold starts.
import type { Contestant } from '../contestants/contestant.ts';
import type { RunningContestant } from '../contestants/start-contestant.ts';
import { describeSpread } from '../measure/statistics.ts';
import { listForeignConnections } from '../verify/foreign-connections.ts';
import { type BenchPlan, type Cell, nameCell } from './bench-plan.ts';
import type { CellFigures, CellReport, TimeFigures } from './bench-report.ts';
import { type Exclusion, type Field, type FieldOptions, openField } from './field.ts';
import { measurePlanning } from './planning-time.ts';
import { type Sample, takeSample } from './sample.ts';

/** What one workload adds to the report. */
export interface WorkloadReport {
  readonly cells: readonly CellReport[];
  readonly coldStarts: readonly TimeFigures[];
  readonly planning: readonly TimeFigures[];
  readonly exclusions: readonly Exclusion[];
  readonly warnings: readonly string[];
}

// Of one core that subgraphs and load generator have for themselves.
const busyLimit = 0.85;

/** Runs the cells of `plan` that are of this workload. */
export async function runWorkload(
  plan: BenchPlan,
  options: Omit<FieldOptions, 'operationIds'>,
): Promise<WorkloadReport> {
  const cells = plan.cells.filter(({ workload }) => workload === options.workload.id);
  const operationIds = [...new Set(cells.map(({ operation }) => operation))];
  const field = await openField({ ...options, operationIds });
  const warnings = new Set<string>();
  try {
    const reports: CellReport[] = [];
    for (const cell of cells) {
      options.print(nameCell(cell));
      reports.push(await runCell(cell, plan, field, warnings, options.print));
    }
    const planning = await measureAllPlanning(plan, field, options.workload.id);
    for (const warning of await findForeignConnections(field)) warnings.add(warning);
    await field.stopContestants();
    const coldStarts = await measureColdStarts(plan, field, options);
    const { exclusions } = field;
    return { cells: reports, coldStarts, planning, exclusions, warnings: [...warnings] };
  } finally {
    await field.stop();
  }
}

async function runCell(
  cell: Cell,
  plan: BenchPlan,
  field: Field,
  warnings: Set<string>,
  print: (line: string) => void,
): Promise<CellReport> {
  const operation = field.operations.find(({ id }) => id === cell.operation);
  const answers = operation?.answers ?? [];
  const bodies = (cell.variables === 'one' ? answers.slice(0, 1) : answers).map(({ body }) => body);
  const entrants = field
    .entrants(cell.operation)
    .filter(({ contestant }) => contestant.dedupe === cell.dedupe)
    .filter(({ contestant }) => plan.measuresStock || contestant.id !== 'stock');
  const samples = new Map<string, Sample[]>(entrants.map((one) => [one.contestant.id, []]));
  const { connections } = cell;

  for (const one of entrants) {
    await takeSample(one, { bodies, connections, durationMs: plan.warmUpMs }, field.tools);
  }
  for (let round = 0; round < plan.rounds; round += 1)
    for (const one of entrants) {
      const order = { bodies, connections, durationMs: plan.roundMs };
      samples.get(one.contestant.id)?.push(await takeSample(one, order, field.tools));
    }

  const figures = entrants.flatMap(
    (one) => summarise(one, samples.get(one.contestant.id) ?? [], cell, warnings) ?? [],
  );
  for (const one of figures) {
    const cpu = one.cpuMsPerRequest?.median.toFixed(2) ?? '?';
    print(
      `  ${one.contestant}: ${one.requestsPerSecond.median.toFixed(0)} requests/s, ${cpu} ms of CPU each`,
    );
  }
  return { cell, answerBytes: operation?.answerBytes ?? 0, figures };
}

function summarise(
  { contestant }: RunningContestant,
  samples: readonly Sample[],
  cell: Cell,
  warnings: Set<string>,
): CellFigures | undefined {
  const spread = (read: (sample: Sample) => number | undefined) =>
    describeSpread(samples.flatMap((sample) => read(sample) ?? []));
  const requestsPerSecond = spread((sample) => sample.requestsPerSecond);
  const p50Ms = spread((sample) => sample.p50Ms);
  const p99Ms = spread((sample) => sample.p99Ms);
  const calls = spread((sample) => sample.subgraphCallsPerRequest);
  if (!requestsPerSecond || !p50Ms || !p99Ms || !calls) return undefined;

  const sum = (read: (sample: Sample) => number): number =>
    samples.reduce((total, sample) => total + read(sample), 0);
  const faults = sum((sample) => sample.faults);
  const where = `${nameCell(cell)} of ${contestant.id}`;
  if (faults > 0)
    warnings.add(
      `${where}: ${faults} answers failed or had another length than the first, under load.`,
    );
  if (samples.some(({ helpersBusy }) => helpersBusy > busyLimit)) {
    warnings.add(`${where}: subgraphs and load generator were the bottleneck.`);
  }
  const misses = sum((sample) => sample.misses);
  if (misses > 0) warnings.add(`${where}: ${misses} subgraph calls were not in memory.`);
  return {
    contestant: contestant.id,
    requestsPerSecond,
    p50Ms,
    p99Ms,
    cpuMsPerRequest: spread((sample) => sample.cpuMsPerRequest),
    cpuMsByRound: samples.map((sample) => sample.cpuMsPerRequest),
    residentBytes: spread((sample) => sample.residentBytes),
    subgraphCallsPerRequest: calls.median,
    faults,
  };
}

async function measureAllPlanning(
  plan: BenchPlan,
  field: Field,
  workload: string,
): Promise<readonly TimeFigures[]> {
  const [operation] = field.operations;
  if (!operation) return [];
  const found: TimeFigures[] = [];
  for (const { contestant, url } of field.entrants(operation.id)) {
    if (contestant.kind === 'limit') continue;
    const nonce = contestant.id.replaceAll('-', '_');
    const ms = describeSpread(await measurePlanning(url, operation, plan.freshOperations, nonce));
    if (ms) found.push({ workload, contestant: contestant.id, ms });
  }
  return found;
}

async function measureColdStarts(
  plan: BenchPlan,
  field: Field,
  { workload, contestants }: Pick<FieldOptions, 'workload' | 'contestants'>,
): Promise<readonly TimeFigures[]> {
  const out = new Set(
    field.exclusions.flatMap(({ contestant, operation }) =>
      operation === undefined ? [contestant] : [],
    ),
  );
  const started = contestants.filter(({ id }) => !out.has(id));
  const times = new Map<Contestant, number[]>(started.map((contestant) => [contestant, []]));
  for (let round = 0; round < plan.coldStarts; round += 1)
    for (const contestant of started) {
      const ms = await field.timeColdStart(contestant);
      if (ms !== undefined) times.get(contestant)?.push(ms);
    }
  return started.flatMap((contestant) => {
    const ms = describeSpread(times.get(contestant) ?? []);
    return ms ? [{ workload: workload.id, contestant: contestant.id, ms }] : [];
  });
}

async function findForeignConnections(field: Field): Promise<readonly string[]> {
  const found = await Promise.all(
    field.all().map(async ({ contestant, pid }) => {
      const addresses = pid > 0 ? await listForeignConnections(pid) : [];
      return addresses.map((address) => `${contestant.id} has a connection to ${address}.`);
    }),
  );
  return found.flat();
}
