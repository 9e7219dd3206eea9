// The commands of `marque`, each from its own file, and what all of them have in common.
import { Command, type OutputConfiguration } from 'commander';

import type { RunCommand } from './command-context.ts';
import { createComposeCommand } from './commands/compose.ts';
import { createDoctorCommand } from './commands/doctor.ts';
import { createKeyCommand } from './commands/key.ts';
import { createQueryCommand } from './commands/query.ts';
import { createTopCommand } from './commands/top.ts';
import { createUpCommand } from './commands/up.ts';
import { createUsageCommand } from './commands/usage.ts';
import { createVinCommand } from './commands/vin.ts';

const examples = `
Examples:
  marque up                      start everything on this machine
  marque query markets           run one of the example operations
  marque query 13-vehicle --trace
  marque vin decode WBA8E9G50GNT12345
  marque doctor                  what is wrong here, and what to do
  marque key create garage-app   an API key for an app
  marque top                     what the gateway does, second by second
  marque usage show              who uses what of the graph

Exit codes: 0 fine · 1 something is wrong, or the answer is no · 2 wrong call or configuration
            3 not reachable · 70 a fault of marque itself
Each command has its own --help. More in docs/cli.md.`;

/** Creates the program; a command that is called hands its work to `run`. Throws instead of exiting. */
export function createProgram(run: RunCommand, output: OutputConfiguration): Command {
  const program = new Command('marque')
    .description('One graph over every vehicle product service: start it, ask it, examine it.')
    .option('--json', 'one JSON document instead of text, also for a fault')
    .option('--debug', 'show the stack of a fault')
    .addHelpText('after', examples)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput(output)
    .showHelpAfterError('Run it with --help to see what it takes.')
    .exitOverride();

  for (const create of [
    createUpCommand,
    createQueryCommand,
    createVinCommand,
    createComposeCommand,
    createDoctorCommand,
    createKeyCommand,
    createTopCommand,
    createUsageCommand,
  ]) {
    program.addCommand(inherit(create(run), program));
  }
  return program;
}

/** `addCommand` leaves a command's settings as they are, and those of what is below it. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const below of command.commands) inherit(below, command);
  return command;
}
