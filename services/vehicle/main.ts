// Runs the vehicle service as a process of its own.
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadVehicleServiceConfig } from './config.ts';
import { startVehicleService } from './start-vehicle-service.ts';

const name = 'vehicle-api';

await runPart({
  process,
  clock: systemClock,
  log: createLog({ level: 'info', name }),
  start: () => {
    const config = loadVehicleServiceConfig();
    const log = createLog({ level: config.logLevel, name });
    return startVehicleService(config, { log, clock: systemClock });
  },
});
