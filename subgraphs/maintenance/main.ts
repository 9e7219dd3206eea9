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
  log: createLog({ level: 'info', name: 'maintenance-subgraph' }),
  start: () => {
    const config = loadMaintenanceSubgraphConfig();
    return startMaintenanceSubgraph(config, {
      clock: systemClock,
      log: createLog({ level: config.logLevel, name: 'maintenance-subgraph' }),
      random: Math.random,
      randomBytes,
      newCorrelationId: randomUUID,
    });
  },
});
