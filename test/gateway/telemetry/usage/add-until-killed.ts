// A process that adds to a folder of usage until it is killed, and tells its parent of each batch that is kept.
import process from 'node:process';

import { createFileUsageStore } from '../../../../gateway/telemetry/usage/file-usage-store.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import { createBatch } from '../../../contracts/usage-store.contract.ts';

const [, , directory = ''] = process.argv;
const store = createFileUsageStore({
  directory,
  retentionDays: 3,
  clock: systemClock,
  lockWaitMs: 20_000,
});
const padding = 'x'.repeat(40_000);
for (let count = 1; ; count += 1) {
  await store.add(createBatch({ [`killed ${process.pid}`]: 1, [`${padding}${count % 3}`]: 1 }));
  process.send?.(count);
}
