// Runs the options service as a process of its own.
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadOptionsServiceConfig } from './config.ts';
import { startOptionsService } from './start-options-service.ts';

await runPart({
  process,
  clock: systemClock,
  start: async () => {
    const config = loadOptionsServiceConfig();
    const log = createLog({ level: config.logLevel, name: 'options-api' });
    return { part: await startOptionsService(config, { log, clock: systemClock }), log };
  },
});
