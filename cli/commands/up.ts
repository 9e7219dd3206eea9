// `marque up`: the services, the subgraphs and the gateway on this machine, until Ctrl-C.
import { Command } from 'commander';

import type { RunCommand } from '../command-context.ts';

/** What `marque up` takes, as `npm start` does. */
export interface UpOptions {
  readonly port?: string;
  readonly processes?: true;
  readonly inProcess?: true;
}

/** Creates the command. */
export function createUpCommand(run: RunCommand): Command {
  return new Command('up')
    .description('start everything on this machine, until Ctrl-C; the same as npm start')
    .option('--port <n>', 'port of the gateway (also MARQUE_PORT; default 4000; 0 for a free one)')
    .option('--processes', 'each part in a process of its own, started again when it dies')
    .option('--in-process', 'let the gateway ask the subgraphs within the process, not by HTTP')
    .addHelpText(
      'after',
      `
Examples:
  marque up
  marque up --port 0 --processes
  MARQUE_VEHICLE_API_URL=https://vehicles.example.com marque up
  marque up --json | head -1     the URL for a script, as soon as all of it is ready`,
    )
    .action((options: UpOptions) =>
      run(async (context) => {
        const { runUp } = await import('../up/run-up.ts');
        return await runUp(context, options);
      }),
    );
}
