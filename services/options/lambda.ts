// Runs the options service as a function on AWS Lambda.
import { randomBytes } from 'node:crypto';

import { systemClock } from '../../runtime/clock.ts';
import { createServiceFunction } from '../server/lambda-service.ts';
import { loadOptionsServiceConfig } from './config.ts';
import { createOptionsService } from './create-options-service.ts';
import { loadOptionsTables } from './start-options-service.ts';

const { handler, prepare } = createServiceFunction({
  name: 'options-api',
  clock: systemClock,
  loadConfig: loadOptionsServiceConfig,
  create: async (config, log) =>
    await createOptionsService({
      config,
      tables: await loadOptionsTables(),
      log,
      clock: systemClock,
      randomBytes,
    }),
});

export { handler };

await prepare();
