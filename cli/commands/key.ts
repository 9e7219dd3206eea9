// `marque key`: API keys of apps, made, replaced, revoked and listed.
import { Command } from 'commander';

import type { RunCommand } from '../command-context.ts';

/** What `marque key create` takes. */
export interface KeyCreateOptions {
  readonly brand?: string;
  readonly market?: string;
  readonly requests?: string;
  readonly cost?: string;
  readonly restCalls?: string;
  readonly priority: string;
  readonly expires?: string;
}

/** What `marque key rotate` takes. */
export interface KeyRotateOptions {
  readonly overlap: string;
  readonly expires?: string;
}

const place = `
Keys are kept in the file MARQUE_KEYS_FILE, else in the Redis of MARQUE_REDIS_URL, else in identity/keys.json
below MARQUE_DATA_DIR, where the local stack looks: never the key, but a digest of it with the
pepper of MARQUE_KEY_PEPPER or MARQUE_KEY_PEPPER_FILE, which the gateway must have as well.`;

/** Creates the command. */
export function createKeyCommand(run: RunCommand): Command {
  return new Command('key')
    .description('API keys of apps')
    .addHelpText(
      'after',
      `${place}\n\nExamples:\n  marque key create garage-app\n  marque key list`,
    )
    .addCommand(createCreateCommand(run))
    .addCommand(createRotateCommand(run))
    .addCommand(createRevokeCommand(run))
    .addCommand(createListCommand(run));
}

function createCreateCommand(run: RunCommand): Command {
  return new Command('create')
    .description('make the first key of an app and show it, once')
    .argument('<app>', 'its name, as logs and metrics will show it')
    .option('--brand <brand>', 'the only brand that it may ask for; every one without it')
    .option('--market <codes>', 'the only markets, such as DE,AT; every one without it')
    .option('--requests <number>', 'requests a minute')
    .option('--cost <number>', 'cost a minute')
    .option('--rest-calls <number>', 'REST calls a minute')
    .option('--priority <word>', 'page, or batch for a program that nobody waits for', 'page')
    .option('--expires <time>', 'how long it lives, such as 90d; for ever without it')
    .addHelpText(
      'after',
      `
Examples:
  marque key create garage-app --brand mini --market DE,AT --requests 600 --expires 365d
  marque key create night-report --priority batch > key.txt`,
    )
    .action((app: string, options: KeyCreateOptions) =>
      run(async (context) => {
        const { runKeyCreate } = await import('../key/run-key-create.ts');
        return await runKeyCreate(context, app, options);
      }),
    );
}

function createRotateCommand(run: RunCommand): Command {
  return new Command('rotate')
    .description('make another key for an app; the one before goes on for a while')
    .argument('<app>', 'its name')
    .option('--overlap <time>', 'how long the key before goes on', '24h')
    .option('--expires <time>', 'how long the new one lives; as long as the one before without it')
    .addHelpText('after', '\nExamples:\n  marque key rotate garage-app --overlap 7d')
    .action((app: string, options: KeyRotateOptions) =>
      run(async (context) => {
        const { runKeyRotate } = await import('../key/run-key-rotate.ts');
        return await runKeyRotate(context, app, options);
      }),
    );
}

function createRevokeCommand(run: RunCommand): Command {
  return new Command('revoke')
    .description('end keys within seconds, for good')
    .argument('<id...>', 'ids of keys, as the list shows them; or an app, for all of its keys')
    .addHelpText('after', '\nExamples:\n  marque key revoke mqk_0a1b2c3d4e5f6g7h')
    .action((ids: string[]) =>
      run(async (context) => {
        const { runKeyRevoke } = await import('../key/run-key-revoke.ts');
        return await runKeyRevoke(context, ids);
      }),
    );
}

function createListCommand(run: RunCommand): Command {
  return new Command('list')
    .description('all keys with what they grant, but never a key')
    .addHelpText('after', '\nExamples:\n  marque key list --json')
    .action(() =>
      run(async (context) => {
        const { runKeyList } = await import('../key/run-key-list.ts');
        return await runKeyList(context);
      }),
    );
}
