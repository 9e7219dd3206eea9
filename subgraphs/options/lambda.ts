// Runs the options subgraph as a function on AWS Lambda.
import { randomBytes, randomUUID } from 'node:crypto';

import { systemClock } from '../../runtime/clock.ts';
import { createSubgraphFunction } from '../server/lambda-subgraph.ts';
import { loadOptionsSubgraphConfig } from './config.ts';
import { createOptionsSubgraph } from './subgraph.ts';

const { handler, prepare } = createSubgraphFunction({
  team: 'options',
  create: createOptionsSubgraph,
  loadConfig: loadOptionsSubgraphConfig,
  clock: systemClock,
  random: Math.random,
  randomBytes,
  newCorrelationId: randomUUID,
});

export { handler };

await prepare();
