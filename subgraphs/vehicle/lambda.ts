// Runs the vehicle subgraph as a function on AWS Lambda.
import { randomBytes, randomUUID } from 'node:crypto';

import { systemClock } from '../../runtime/clock.ts';
import { createSubgraphFunction } from '../server/lambda-subgraph.ts';
import { loadVehicleSubgraphConfig } from './config.ts';
import { createVehicleSubgraph } from './subgraph.ts';

const { handler, prepare } = createSubgraphFunction({
  team: 'vehicle',
  create: createVehicleSubgraph,
  loadConfig: loadVehicleSubgraphConfig,
  clock: systemClock,
  random: Math.random,
  randomBytes,
  newCorrelationId: randomUUID,
});

export { handler };

await prepare();
