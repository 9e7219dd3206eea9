// Runs the vehicle subgraph as a process of its own.
import { randomBytes, randomUUID } from 'node:crypto';
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadVehicleSubgraphConfig } from './config.ts';
import { startVehicleSubgraph } from './subgraph.ts';

await runPart({
  process,
  clock: systemClock,
  start: async () => {
    const config = loadVehicleSubgraphConfig();
    const log = createLog({ level: config.logLevel, name: 'vehicle-subgraph' });
    const part = await startVehicleSubgraph(config, {
      clock: systemClock,
      log,
      random: Math.random,
      randomBytes,
      newCorrelationId: randomUUID,
    });
    return { part, log };
  },
});
