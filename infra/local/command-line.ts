// What `npm start -- …` takes.
import { parseArgs } from 'node:util';

import { CodedError } from '../../runtime/coded-error.ts';

/** The parsed command line. */
export interface CommandLine {
  /** The gateway's port; undefined leaves it to `MARQUE_PORT`. */
  readonly port: string | undefined;
  /** Each part in a process of its own. */
  readonly processes: boolean;
  /** The gateway asks the subgraphs without a socket between them. */
  readonly inProcess: boolean;
  readonly help: boolean;
}

/** Shown for `--help`, and below a mistake. */
export const usage = `Usage: npm start -- [options]

  --port N      port of the gateway (also MARQUE_PORT; default 4000; 0 for a free one)
  --processes   run each part in a process of its own, and start it again when it dies
  --in-process  let the gateway ask the subgraphs within the process, not by HTTP
  --help        show this

Each part can be the user's own: set MARQUE_VEHICLE_API_URL, MARQUE_PRICING_SUBGRAPH_URL and so on.
All variables stand in docs/configuration.md.`;

/** @throws CodedError `COMMAND_LINE_INVALID` that names the argument and shows the usage. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        processes: { type: 'boolean', default: false },
        'in-process': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.processes && values['in-process']) {
      throw new Error('--processes and --in-process exclude each other: choose one of them.');
    }
    const { port, processes, help, 'in-process': inProcess } = values;
    return { port, processes, inProcess, help };
  } catch (error) {
    throw new CodedError({
      code: 'COMMAND_LINE_INVALID',
      kind: 'configuration',
      message: `${error instanceof Error ? error.message : String(error)}\n\n${usage}`,
      cause: error,
    });
  }
}
