// Runs the pricing subgraph as a process of its own.
import { randomBytes, randomUUID } from 'node:crypto';
import process from 'node:process';

import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { runPart } from '../../runtime/run-part.ts';
import { loadPricingSubgraphConfig } from './config.ts';
import { startPricingSubgraph } from './subgraph.ts';

await runPart({
  process,
  clock: systemClock,
  start: async () => {
    const config = loadPricingSubgraphConfig();
    const log = createLog({ level: config.logLevel, name: 'pricing-subgraph' });
    const part = await startPricingSubgraph(config, {
      clock: systemClock,
      log,
      random: Math.random,
      randomBytes,
      newCorrelationId: randomUUID,
    });
    return { part, log };
  },
});
