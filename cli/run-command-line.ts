// Runs one command line: parses it, runs the command, reports a fault once, gives the exit code.
import { CommanderError } from 'commander';

import { isCodedError } from '../runtime/coded-error.ts';
import { type CommandSurroundings, type CommandWork, writeJson } from './command-context.ts';
import { createProgram } from './create-program.ts';
import { createCliFault, type ExitCode, exitCodeOf, exitCodes } from './faults.ts';
import { toPrintable } from './terminal/printable-text.ts';

/** Runs what `args` ask for. Never rejects: a fault is printed, in one line or as JSON. */
export async function runCommandLine(
  args: readonly string[],
  surroundings: CommandSurroundings,
): Promise<ExitCode> {
  const { terminal } = surroundings;
  const words = new Set(args.slice(0, args.includes('--') ? args.indexOf('--') : args.length));
  const isJson = words.has('--json');
  const isDebugging = words.has('--debug');
  let exitCode: ExitCode = exitCodes.ok;

  const run = async (work: CommandWork): Promise<void> => {
    const { loadCliConfig } = await import('./config.ts');
    exitCode = await work({ ...surroundings, config: loadCliConfig(), isJson });
  };
  const program = createProgram(run, {
    writeOut: (text) => terminal.out(text),
    // As JSON, a fault is written once, and below.
    writeErr: (text) => (isJson ? undefined : terminal.note(text)),
  });

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error);
    // Help that was asked for, or shown because no command was named.
    if (error.exitCode === 0) return exitCodes.ok;
    if (isJson) report(createCliFault('USAGE_INVALID', error.message.replace(/^error: /, '')));
    return exitCodes.usage;
  }

  function report(error: unknown): ExitCode {
    const isExpected = isCodedError(error);
    const message = error instanceof Error ? error.message : String(error);
    const code = isExpected ? error.code : 'INTERNAL_ERROR';
    if (isJson) writeJson({ terminal }, { error: { code, message, ...pickFields(error) } });
    else terminal.note(`${terminal.paintNote('red', 'error:')} ${toPrintable(message)}\n`);

    const stack = error instanceof Error ? error.stack : undefined;
    if (isDebugging && stack !== undefined) terminal.note(`${stack}\n`);
    else if (!isExpected) terminal.note('This is a fault of marque; --debug shows where.\n');
    return exitCodeOf(error);
  }
}

function pickFields(error: unknown): object {
  return isCodedError(error) ? error.fields : {};
}
