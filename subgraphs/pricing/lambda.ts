// Runs the pricing subgraph as a function on AWS Lambda.
import { randomBytes, randomUUID } from 'node:crypto';

import { systemClock } from '../../runtime/clock.ts';
import { createSubgraphFunction } from '../server/lambda-subgraph.ts';
import { loadPricingSubgraphConfig } from './config.ts';
import { createPricingSubgraph } from './subgraph.ts';

const { handler, prepare } = createSubgraphFunction({
  team: 'pricing',
  create: createPricingSubgraph,
  loadConfig: loadPricingSubgraphConfig,
  clock: systemClock,
  random: Math.random,
  randomBytes,
  newCorrelationId: randomUUID,
});

export { handler };

await prepare();
