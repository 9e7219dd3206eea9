// What `marque up` does: the local stack in this process, until a signal.
import process from 'node:process';

import { runStartCommand } from '../../infra/local/start-command.ts';
import { createLog, silentLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import type { CommandContext } from '../command-context.ts';
import type { UpOptions } from '../commands/up.ts';
import { createCliFault, type ExitCode, exitCodes } from '../faults.ts';

/** Starts everything; resolves as soon as it is ready, and the process goes on until it is stopped. */
export async function runUp(context: CommandContext, options: UpOptions): Promise<ExitCode> {
  const { terminal, clock, rootDirectory, isJson } = context;
  if (options.processes && options.inProcess) {
    const message = '--processes and --in-process exclude each other: choose one of them.';
    throw createCliFault('USAGE_INVALID', message);
  }
  const part = await runStartCommand({
    commandLine: {
      port: options.port,
      processes: options.processes ?? false,
      inProcess: options.inProcess ?? false,
      help: false,
    },
    rootDirectory,
    clock,
    createLog: (level) => createLog({ level, name: 'marque' }),
    print: (line) => (isJson ? terminal.note(`${line}\n`) : terminal.out(`${line}\n`)),
  });
  // In one line, so that a script can read it while the stack goes on.
  if (isJson) {
    terminal.out(`${JSON.stringify({ url: part.url, graphql: `${part.url}/graphql` })}\n`);
  }
  await runPart({ process, clock, start: () => Promise.resolve({ part, log: silentLog }) });
  return exitCodes.ok;
}
