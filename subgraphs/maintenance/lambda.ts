// Runs the maintenance subgraph as a function on AWS Lambda.
import { randomBytes, randomUUID } from 'node:crypto';

import { systemClock } from '../../runtime/clock.ts';
import { createSubgraphFunction } from '../server/lambda-subgraph.ts';
import { loadMaintenanceSubgraphConfig } from './config.ts';
import { createMaintenanceSubgraph } from './subgraph.ts';

const { handler, prepare } = createSubgraphFunction({
  team: 'maintenance',
  create: createMaintenanceSubgraph,
  loadConfig: loadMaintenanceSubgraphConfig,
  clock: systemClock,
  random: Math.random,
  randomBytes,
  newCorrelationId: randomUUID,
});

export { handler };

await prepare();
