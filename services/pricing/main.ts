// Runs the pricing service as a process of its own.
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadPricingServiceConfig } from './config.ts';
import { startPricingService } from './start-pricing-service.ts';

await runPart({
  process,
  clock: systemClock,
  start: async () => {
    const config = loadPricingServiceConfig();
    const log = createLog({ level: config.logLevel, name: 'pricing-api' });
    return { part: await startPricingService(config, { log, clock: systemClock }), log };
  },
});
