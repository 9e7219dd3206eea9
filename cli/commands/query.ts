// `marque query`: one operation, from a file, from stdin or by the name of an example.
import { Command } from 'commander';

import type { RunCommand } from '../command-context.ts';
import { collect } from './collect.ts';

/** What `marque query` takes. */
export interface QueryOptions {
  readonly list?: true;
  readonly url?: string;
  readonly variables?: string;
  readonly header: readonly string[];
  readonly tokenFile?: string;
  /** False for `--no-token`. */
  readonly token: boolean;
  readonly market?: string;
  readonly language?: string;
  readonly priceDate?: string;
  readonly brand?: string;
  readonly operationName?: string;
  readonly trace?: true;
}

/** Creates the command. */
export function createQueryCommand(run: RunCommand): Command {
  return new Command('query')
    .description('run an operation and print its data')
    .argument('[document]', 'a file, - for stdin, or the name of an example (see --list)')
    .option('--list', 'list the examples')
    .option('--url <url>', 'the gateway (also MARQUE_GATEWAY_URL; default http://127.0.0.1:4000)')
    .option('--variables <json>', 'variables as JSON, or @file, or @- for stdin')
    .option('--header <name:value>', 'a header more; may be given several times', collect, [])
    .option('--token-file <file>', 'a bearer token to send')
    .option('--no-token', "do not send the local stack's own token")
    .option('--market <code>', 'such as DE')
    .option('--language <code>', 'such as de')
    .option('--price-date <day>', 'such as 2026-01-31')
    .option('--brand <id>', 'such as mini')
    .option('--operation-name <name>', 'which operation of the document')
    .option('--trace', 'show the fetches and REST calls behind the answer')
    .addHelpText(
      'after',
      `
An example runs with variables that work; --variables replaces single ones of them.
The data goes to stdout, all else to stderr. Exit code 1 if the answer has errors.

Examples:
  marque query --list
  marque query markets --language fr
  marque query 13-vehicle --trace
  marque query model-series --variables '{"brand":"mini"}' --json
  echo '{ markets { id } }' | marque query -
  marque query page.graphql --variables @page.json --url https://graph.example.com`,
    )
    .action((document: string | undefined, options: QueryOptions) =>
      run(async (context) => {
        const { runQuery } = await import('../query/run-query.ts');
        return await runQuery(context, document, options);
      }),
    );
}
