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
  start: async () => {
    const config = loadOptionsSubgraphConfig();
    const log = createLog({ level: config.logLevel, name: 'options-subgraph' });
    const part = await startOptionsSubgraph(config, {
      clock: systemClock,
      log,
      random: Math.random,
      randomBytes,
      newCorrelationId: randomUUID,
    });
    return { part, log };
  },
});
