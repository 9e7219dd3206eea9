// What `marque key rotate` does.
import { rotateKey } from '../../gateway/guard/keys/manage-keys.ts';
import type { CommandContext } from '../command-context.ts';
import type { KeyRotateOptions } from '../commands/key.ts';
import { createCliFault, type ExitCode, exitCodes } from '../faults.ts';
import { listKey } from './describe-key.ts';
import { parseLifetimeMs } from './key-arguments.ts';
import { withKeyManagement } from './open-keys.ts';
import { showMadeKey } from './run-key-create.ts';

/** Makes another key for an app. */
export async function runKeyRotate(
  context: CommandContext,
  app: string,
  options: KeyRotateOptions,
): Promise<ExitCode> {
  const overlapMs = parseLifetimeMs('--overlap', options.overlap) ?? 0;
  const lifetimeMs = parseLifetimeMs('--expires', options.expires);
  const made = await withKeyManagement(context, (management) =>
    rotateKey(management, app, { overlapMs, lifetimeMs }),
  );
  if (!made) {
    throw createCliFault(
      'KEY_UNKNOWN',
      `The app ${app} has no live key; marque key create ${app} makes one.`,
    );
  }
  showMadeKey(context, made);
  const { id, expiresAt = '' } = listKey(made.before, context.clock.nowMs());
  if (!context.isJson) context.terminal.note(`${id}, the one before, ends at ${expiresAt}.\n`);
  return exitCodes.ok;
}
