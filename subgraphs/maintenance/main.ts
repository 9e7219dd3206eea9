// Runs the maintenance subgraph as a process of its own.
import { randomBytes, randomUUID } from 'node:crypto';
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadMaintenanceSubgraphConfig } from './config.ts';
import { startMaintenanceSubgraph } from './subgraph.ts';

await runPart({
  process,
  clock: systemClock,
  start: async () => {
    const config = loadMaintenanceSubgraphConfig();
    const log = createLog({ level: config.logLevel, name: 'maintenance-subgraph' });
    const part = await startMaintenanceSubgraph(config, {
      clock: systemClock,
      log,
      random: Math.random,
      randomBytes,
      newCorrelationId: randomUUID,
    });
    return { part, log };
  },
});
