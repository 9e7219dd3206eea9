// Runs the gateway as a process of its own, configured by environment variables.
// oxlint-disable-next-line import/no-unassigned-import -- what it does on import is its purpose
import './apollo-telemetry-off.ts';

import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';

import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { runPart } from '../runtime/run-part.ts';
import { createGateway } from './create-gateway.ts';
import { loadGatewaySettings } from './start-gateway.ts';

// The bundle has the schemas beside it, the source above it.
const isSource = import.meta.url.endsWith('.ts');
const projectDirectory = join(import.meta.dirname, isSource ? '..' : '.');

// Late enough to leave the processor to the first requests, early enough for the first unknown operation.
const loadPlannerAfterMs = 2_000;

await runPart({
  process,
  clock: systemClock,
  start: async () => {
    const settings = await loadGatewaySettings(undefined, projectDirectory);
    const { logLevel, drainDelayMs, drainTimeoutMs } = settings.config;
    const log = createLog({ level: logLevel, name: 'gateway' });
    const gateway = createGateway({
      ...settings,
      loadPlannerAfterMs,
      log,
      clock: systemClock,
      random: Math.random,
      randomBytes,
      newCorrelationId: randomUUID,
    });
    return { part: await gateway.start(), log, stopFuseMs: drainDelayMs + 2 * drainTimeoutMs };
  },
});
