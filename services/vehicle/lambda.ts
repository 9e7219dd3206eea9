// Runs the vehicle service as a function on AWS Lambda.
import { systemClock } from '../../runtime/clock.ts';
import { createServiceFunction } from '../server/lambda-service.ts';
import { loadVehicleServiceConfig } from './config.ts';
import { createVehicleService } from './create-vehicle-service.ts';
import { loadVehicleTables } from './start-vehicle-service.ts';

const { handler, prepare } = createServiceFunction({
  name: 'vehicle-api',
  clock: systemClock,
  loadConfig: loadVehicleServiceConfig,
  create: async (config, log) =>
    await createVehicleService({
      config,
      tables: await loadVehicleTables(),
      log,
      clock: systemClock,
    }),
});

export { handler };

await prepare();
