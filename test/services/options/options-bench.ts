// The options service on a free port over the small catalogue, at noon of a fixed day.
import { join } from 'node:path';

import { type Clock, systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import type { RunningPart } from '../../../runtime/part.ts';
import { createOptionsService } from '../../../services/options/create-options-service.ts';
import type { RandomBytes } from '../../../services/options/saved-code.ts';
import { startService } from '../../../services/server/start-service.ts';
import { optionsTables } from './options-tables.ts';

const benchClock: Clock = {
  ...systemClock,
  nowMs: () => Date.parse('2026-11-21T12:00:00Z'),
};

/** The initial configuration of the catalogue's one variant in Germany. */
export const initialId = 'bmw-g20-320i~DE~c1~BAG.PBLK.W17';

/** Starts the service, its database in `folder`. */
export async function startOptionsBench(
  folder: string,
  randomBytes: RandomBytes,
): Promise<RunningPart> {
  const service = await createOptionsService({
    config: { databaseFile: join(folder, 'options.db'), minVariants: 0 },
    tables: optionsTables,
    log: silentLog,
    clock: benchClock,
    randomBytes,
  });
  return startService({
    clock: systemClock,
    name: 'options-api',
    service,
    config: { host: '127.0.0.1', port: 0 },
    portVariable: 'MARQUE_OPTIONS_API_PORT',
  });
}
