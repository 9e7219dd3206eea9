// Runs the vehicle service as a process of its own.
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadVehicleServiceConfig } from './config.ts';
import { startVehicleService } from './start-vehicle-service.ts';

await runPart({
  process,
  clock: systemClock,
  start: async () => {
    const config = loadVehicleServiceConfig();
    const log = createLog({ level: config.logLevel, name: 'vehicle-api' });
    return { part: await startVehicleService(config, { log, clock: systemClock }), log };
  },
});
