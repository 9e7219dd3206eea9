// What `marque key create` does.
import { createKey, type MadeKey } from '../../gateway/guard/keys/manage-keys.ts';
import { type CommandContext, writeJson } from '../command-context.ts';
import type { KeyCreateOptions } from '../commands/key.ts';
import { createCliFault, type ExitCode, exitCodes } from '../faults.ts';
import { describeGrants, listKey } from './describe-key.ts';
import { parseGrants, parseLifetimeMs } from './key-arguments.ts';
import { withKeyManagement } from './open-keys.ts';

/** Makes the first key of an app. */
export async function runKeyCreate(
  context: CommandContext,
  app: string,
  options: KeyCreateOptions,
): Promise<ExitCode> {
  const grants = parseGrants(app, options);
  const lifetimeMs = parseLifetimeMs('--expires', options.expires);
  const made = await withKeyManagement(context, (management) =>
    createKey(management, grants, lifetimeMs),
  );
  if (!made) {
    throw createCliFault(
      'APP_HAS_KEY',
      `The app ${app} has a key; marque key rotate ${app} makes another one for it.`,
    );
  }
  showMadeKey(context, made);
  return exitCodes.ok;
}

/** The key goes to stdout and all that is said of it beside, so that it can go straight into a safe. */
export function showMadeKey(context: CommandContext, { text, record }: MadeKey): void {
  const { terminal, isJson, clock } = context;
  const listed = listKey(record, clock.nowMs());
  if (isJson) {
    writeJson(context, { key: text, ...listed });
    return;
  }
  terminal.out(`${text}\n`);
  terminal.note(`${listed.id} of ${listed.app}: ${describeGrants(listed)}\n`);
  if (listed.expiresAt !== undefined) terminal.note(`It expires at ${listed.expiresAt}.\n`);
  terminal.note(
    'Keep the key now: it is shown this once and kept nowhere. Send it as x-api-key.\n',
  );
}
