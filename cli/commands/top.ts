// `marque top`: what a gateway does, second by second.
import { Command } from 'commander';

import type { RunCommand } from '../command-context.ts';

/** What `marque top` takes. */
export interface TopOptions {
  readonly url?: string;
  readonly view: string;
  readonly sort: string;
  readonly once?: true;
}

/** Creates the command. */
export function createTopCommand(run: RunCommand): Command {
  return new Command('top')
    .description('watch operations, clients, subgraphs and services of a running gateway')
    .option('--url <url>', 'its admin port (also MARQUE_ADMIN_URL; default http://127.0.0.1:4001)')
    .option('--view <name>', 'operations, clients, subgraphs or services', 'operations')
    .option('--sort <by>', 'rate, failed, mean or p99', 'rate')
    .option('--once', 'one look, and an end; so also with --json')
    .addHelpText(
      'after',
      `
On a terminal, q ends it, v changes what is listed and s what it is sorted by.
Where the admin port wants a token, MARQUE_ADMIN_READER_TOKEN is sent.

Examples:
  marque top
  marque top --view subgraphs --sort p99
  marque top --once --json`,
    )
    .action((options: TopOptions) =>
      run(async (context) => {
        const { runTop } = await import('../top/run-top.ts');
        return await runTop(context, options);
      }),
    );
}
