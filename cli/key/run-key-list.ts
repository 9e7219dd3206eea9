// What `marque key list` does.
import { type CommandContext, writeJson } from '../command-context.ts';
import { type ExitCode, exitCodes } from '../faults.ts';
import type { Colour } from '../terminal/terminal.ts';
import { describeGrants, listKey } from './describe-key.ts';
import { withKeyStore } from './open-keys.ts';

const colours = { live: 'green', expired: 'dim', revoked: 'red' } as const satisfies Record<
  string,
  Colour
>;

/** Lists all keys, the oldest first. */
export async function runKeyList(context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson, clock } = context;
  const records = await withKeyStore(context, (store) => store.list());
  const keys = records.map((record) => listKey(record, clock.nowMs()));
  if (isJson) {
    writeJson(context, { keys });
    return exitCodes.ok;
  }
  if (keys.length === 0) terminal.note('There are no keys; marque key create makes one.\n');
  for (const key of keys) {
    const state = terminal.paintOut(colours[key.state], key.state.padEnd(7));
    const ends = key.revokedAt ?? key.expiresAt;
    const until = ends === undefined ? '' : `  ${key.state === 'live' ? 'until' : 'since'} ${ends}`;
    terminal.out(`${key.id}  ${state}  ${key.app.padEnd(20)}  ${describeGrants(key)}${until}\n`);
  }
  return exitCodes.ok;
}
