// `npm run bench`: compares gateways in one interleaved run, or profiles one of them.
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { systemClock } from '../runtime/clock.ts';
import { CodedError } from '../runtime/coded-error.ts';
import { describeStartError } from '../runtime/run-part.ts';
import { type BenchOptions, parseBenchOptions, usage } from './bench-options.ts';
import { profileContestant } from './profile/profile-contestant.ts';
import { writeJson } from './report/json-report.ts';
import { writeMarkdown } from './report/markdown-table.ts';
import { writeSvg } from './report/svg-plot.ts';
import { writeTargetRows } from './report/target-rows.ts';
import { runBench } from './run/run-bench.ts';

const rootDirectory = fileURLToPath(new URL('..', import.meta.url));
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const deps = { rootDirectory, clock: systemClock, print };

try {
  await runCommand(readOptions());
} catch (error) {
  process.stderr.write(`${describeStartError(error)}\n`);
  process.exitCode = 1;
}

function readOptions(): BenchOptions {
  try {
    return parseBenchOptions(process.argv.slice(2));
  } catch (cause) {
    const message = `${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`;
    throw new CodedError({ code: 'COMMAND_LINE_INVALID', kind: 'configuration', message, cause });
  }
}

async function runCommand(options: BenchOptions): Promise<void> {
  if (options.command === 'help') return print(usage);
  if (options.command === 'cpu') return print(await profileContestant({ ...deps, ...options }));

  const report = await runBench({ ...deps, ...options });
  const markdown = writeMarkdown(report);
  const rows = writeTargetRows(report);
  print(`\n${markdown}`);
  for (const { id, target, measured, met } of rows) {
    const verdict = met === undefined ? '–' : met ? 'met' : 'missed';
    print(`${id.padEnd(8)} ${verdict.padEnd(7)} ${target}: ${measured}`);
  }
  const files = [
    [options.markdownFile, () => markdown],
    [options.svgFile, () => writeSvg(report)],
    [options.jsonFile, () => writeJson(report, rows)],
  ] as const;
  for (const [file, write] of files) if (file !== undefined) await writeFile(file, write());
}
