// Runs the options service as a process of its own.
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadOptionsServiceConfig } from './config.ts';
import { startOptionsService } from './start-options-service.ts';

const name = 'options-api';

await runPart({
  process,
  clock: systemClock,
  log: createLog({ level: 'info', name }),
  start: () => {
    const config = loadOptionsServiceConfig();
    const log = createLog({ level: config.logLevel, name });
    return startOptionsService(config, { log, clock: systemClock });
  },
});
