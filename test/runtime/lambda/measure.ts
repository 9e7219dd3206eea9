// Prints how long each function in dist/lambda takes to start and to answer: the figures of docs/lambda.md.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lambdaBundles } from '../../../infra/lambda/lambda-bundles.ts';
import { rootFolder } from '../../house/read-source-files.ts';
import { functionUrlEvent } from './events.ts';
import { startFunction } from './start-function.ts';

const starts = 3;
const requests = 40;
// The first ones are still being compiled.
const uncounted = 10;
const nowhere = Object.fromEntries(
  ['VEHICLE', 'OPTIONS', 'PRICING', 'MAINTENANCE'].flatMap((team) => [
    [`MARQUE_${team}_SUBGRAPH_URL`, 'http://127.0.0.1:1/graphql'],
    [`MARQUE_${team}_API_URL`, 'http://127.0.0.1:1'],
  ]),
);

for (const { name } of lambdaBundles) {
  const startMs: number[] = [];
  const warmMs: number[] = [];
  for (let round = 0; round < starts; round += 1) {
    const data = await mkdtemp(join(tmpdir(), 'marque-measure-'));
    const lambda = await startFunction({
      directory: join(rootFolder, 'dist/lambda', name),
      environment: { ...nowhere, MARQUE_DATA_DIR: data, MARQUE_LOG_LEVEL: 'silent' },
    });
    startMs.push(lambda.initMs);
    const path = name === 'gateway' ? '/health/ready' : '/health';
    for (let request = 0; request < requests; request += 1) {
      const { durationMs } = await lambda.invoke(functionUrlEvent({ path }));
      if (request >= uncounted) warmMs.push(durationMs);
    }
    await lambda.stop();
    await rm(data, { recursive: true, force: true });
  }
  process.stdout.write(
    `${name}: start ${median(startMs).toFixed(0)} ms, warm ${median(warmMs).toFixed(1)} ms\n`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
