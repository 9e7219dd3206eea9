// `npm start`: the REST services, the subgraphs and the gateway on loopback, until Ctrl-C.
import '../../gateway/apollo-telemetry-off.ts';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { systemClock } from '../../runtime/clock.ts';
import { createLog, silentLog } from '../../runtime/log.ts';
import { describeStartError, runPart } from '../../runtime/run-part.ts';
import { type CommandLine, parseCommandLine, usage } from './command-line.ts';
import { runStartCommand } from './start-command.ts';

const commandLine = readCommandLine();
if (commandLine?.help) {
  console.log(usage);
} else if (commandLine) {
  await runPart({
    process,
    clock: systemClock,
    start: async () => ({
      part: await runStartCommand({
        commandLine,
        rootDirectory: fileURLToPath(new URL('../..', import.meta.url)),
        clock: systemClock,
        createLog: (level) => createLog({ level, name: 'marque' }),
        print: (line) => console.log(line),
      }),
      log: silentLog,
    }),
  });
}

function readCommandLine(): CommandLine | undefined {
  try {
    return parseCommandLine(process.argv.slice(2));
  } catch (error) {
    console.error(describeStartError(error));
    process.exitCode = 1;
    return undefined;
  }
}
