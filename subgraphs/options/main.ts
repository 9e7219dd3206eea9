// Runs the options subgraph as a process of its own.
import { randomBytes, randomUUID } from 'node:crypto';
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadOptionsSubgraphConfig } from './config.ts';
import { startOptionsSubgraph } from './subgraph.ts';

await runPart({
  process,
  clock: systemClock,
  log: createLog({ level: 'info', name: 'options-subgraph' }),
  start: () => {
    const config = loadOptionsSubgraphConfig();
    return startOptionsSubgraph(config, {
      clock: systemClock,
      log: createLog({ level: config.logLevel, name: 'options-subgraph' }),
      random: Math.random,
      randomBytes,
      newCorrelationId: randomUUID,
    });
  },
});
