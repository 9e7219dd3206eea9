// `marque doctor`: what is wrong around here, and what to do about it.
import { Command } from 'commander';

import type { RunCommand } from '../command-context.ts';
import { collect } from './collect.ts';

/** What `marque doctor` takes. */
export interface DoctorOptions {
  readonly openapi: readonly string[];
}

/** Creates the command. */
export function createDoctorCommand(run: RunCommand): Command {
  return new Command('doctor')
    .description('examine Node, ports, folders, Redis, the gateway and your own services')
    .option(
      '--openapi <name=url>',
      "where a service's OpenAPI document is, if not at /openapi.json",
      collect,
      [],
    )
    .addHelpText(
      'after',
      `
Your own parts are found by the variables that the stack reads: MARQUE_VEHICLE_API_URL,
MARQUE_PRICING_SUBGRAPH_URL, MARQUE_REDIS_URL, MARQUE_GATEWAY_URL and so on.
Exit code 1 if something has to be done.

Examples:
  marque doctor
  MARQUE_PRICING_API_URL=https://prices.example.com marque doctor
  MARQUE_PRICING_API_URL=https://prices.example.com \\
    marque doctor --openapi pricing=https://prices.example.com/docs/v3.json`,
    )
    .action((options: DoctorOptions) =>
      run(async (context) => {
        const { runDoctor } = await import('../doctor/run-doctor.ts');
        return await runDoctor(context, options);
      }),
    );
}
