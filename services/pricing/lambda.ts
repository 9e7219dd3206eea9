// Runs the pricing service as a function on AWS Lambda.
import { systemClock } from '../../runtime/clock.ts';
import { createServiceFunction } from '../server/lambda-service.ts';
import { loadPricingServiceConfig } from './config.ts';
import { createPricingService } from './create-pricing-service.ts';
import { loadPricingTables } from './start-pricing-service.ts';

const { handler, prepare } = createServiceFunction({
  name: 'pricing-api',
  clock: systemClock,
  loadConfig: loadPricingServiceConfig,
  create: async (config, log) =>
    await createPricingService({
      config,
      tables: await loadPricingTables(),
      log,
      clock: systemClock,
    }),
});

export { handler };

await prepare();
