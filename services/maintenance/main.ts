// Runs the maintenance service as a process of its own.
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadMaintenanceServiceConfig } from './config.ts';
import { startMaintenanceService } from './start-maintenance-service.ts';

await runPart({
  process,
  clock: systemClock,
  start: async () => {
    const config = loadMaintenanceServiceConfig();
    const log = createLog({ level: config.logLevel, name: 'maintenance-api' });
    return { part: await startMaintenanceService(config, { log, clock: systemClock }), log };
  },
});
