// `marque usage`: who uses what of the graph, and erasing what is kept of a client.
import { Command } from 'commander';

import type { RunCommand } from '../command-context.ts';

/** What all of them take. */
export interface UsageOptions {
  readonly url?: string;
}

/** What `marque usage show` and `recordings` take. */
export interface UsageDayOptions extends UsageOptions {
  readonly day?: string;
  readonly field?: string;
  readonly all?: true;
}

const urlHelp = 'its admin port (also MARQUE_ADMIN_URL; default http://127.0.0.1:4001)';
const dayHelp = 'YYYY-MM-DD, by UTC; today without it';

/** Creates the commands. */
export function createUsageCommand(run: RunCommand): Command {
  const show = new Command('show')
    .description('operations, clients and fields of a day')
    .option('--url <url>', urlHelp)
    .option('--day <day>', dayHelp)
    .option('--field <coordinate>', 'only who uses this, such as Market.currency')
    .option('--all', 'all lines, not the first twenty of each')
    .addHelpText(
      'after',
      `
Where the admin port wants a token, MARQUE_ADMIN_READER_TOKEN is sent.
With --field, exit code 1 if nobody uses it.

Examples:
  marque usage show
  marque usage show --day 2026-11-20 --field Market.currency
  marque usage show --json`,
    )
    .action((options: UsageDayOptions) =>
      run(async (context) => {
        const { runUsageShow } = await import('../usage/run-usage.ts');
        return await runUsageShow(context, options);
      }),
    );
  const recordings = new Command('recordings')
    .description('operations that were recorded on a day, without their values')
    .option('--url <url>', urlHelp)
    .option('--day <day>', dayHelp)
    .addHelpText('after', '\nMARQUE_ADMIN_OPERATOR_TOKEN is sent where the admin port wants one.')
    .action((options: UsageDayOptions) =>
      run(async (context) => {
        const { runUsageRecordings } = await import('../usage/run-usage.ts');
        return await runUsageRecordings(context, options);
      }),
    );
  const erase = new Command('erase')
    .description('remove all counts and recordings of a client, whichever version, of all days')
    .argument('<client>', 'its name, as it calls itself')
    .option('--url <url>', urlHelp)
    .addHelpText(
      'after',
      `
MARQUE_ADMIN_OPERATOR_TOKEN is sent where the admin port wants one. Exit code 1 if nothing was kept of it.

Example:
  marque usage erase configurator`,
    )
    .action((client: string, options: UsageOptions) =>
      run(async (context) => {
        const { runUsageErase } = await import('../usage/run-usage.ts');
        return await runUsageErase(context, client, options);
      }),
    );
  return new Command('usage')
    .description('who uses what: operations, clients and fields, day by day')
    .addCommand(show)
    .addCommand(recordings)
    .addCommand(erase);
}
