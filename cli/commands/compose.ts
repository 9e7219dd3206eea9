// `marque compose`: the supergraph from the schemas of all subgraphs, or what keeps them apart.
import { Command } from 'commander';

import type { RunCommand } from '../command-context.ts';
import { collect } from './collect.ts';

/** What `marque compose` takes. */
export interface ComposeOptions {
  readonly check?: true;
  readonly output?: string;
  readonly subgraph: readonly string[];
}

/** Creates the command. */
export function createComposeCommand(run: RunCommand): Command {
  return new Command('compose')
    .description('compose the supergraph from subgraphs/*/schema.graphql')
    .option('--check', 'write nothing; fail if schema/supergraph.graphql is not current')
    .option('--output <file>', 'write the supergraph there instead; - for stdout')
    .option('--subgraph <name=path>', 'take, or add, a schema from elsewhere', collect, [])
    .addHelpText(
      'after',
      `
With --subgraph, nothing is written unless --output says where.

Examples:
  marque compose
  marque compose --check                                          for CI
  marque compose --subgraph pricing=../pricing/schema.graphql     does my draft compose?
  marque compose --output - > supergraph.graphql`,
    )
    .action((options: ComposeOptions) =>
      run(async (context) => {
        const { runCompose } = await import('../compose/run-compose.ts');
        return await runCompose(context, options);
      }),
    );
}
