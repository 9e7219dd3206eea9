// Runs the maintenance service as a function on AWS Lambda.
import { systemClock } from '../../runtime/clock.ts';
import { createServiceFunction } from '../server/lambda-service.ts';
import { loadMaintenanceServiceConfig } from './config.ts';
import { createMaintenanceService } from './create-maintenance-service.ts';
import { loadMaintenanceTables } from './start-maintenance-service.ts';

const { handler, prepare } = createServiceFunction({
  name: 'maintenance-api',
  clock: systemClock,
  loadConfig: loadMaintenanceServiceConfig,
  create: async (config, log) =>
    await createMaintenanceService({
      config,
      tables: await loadMaintenanceTables(),
      log,
      clock: systemClock,
    }),
});

export { handler };

await prepare();
