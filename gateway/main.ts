// Runs the gateway as a process of its own, configured by environment variables.
// oxlint-disable-next-line import/no-unassigned-import -- what it does on import is its purpose
import './apollo-telemetry-off.ts';

import { randomBytes, randomUUID } from 'node:crypto';

import { systemClock } from '../runtime/clock.ts';
import { CodedError } from '../runtime/coded-error.ts';
import { createLog } from '../runtime/log.ts';
import { onStopSignal } from '../runtime/stop-signal.ts';
import { createGateway } from './create-gateway.ts';
import { loadGatewaySettings } from './start-gateway.ts';

try {
  const settings = await loadGatewaySettings(process.env);
  const { logLevel, drainDelayMs, drainTimeoutMs } = settings.config;
  const log = createLog({ level: logLevel, name: 'gateway' });
  const gateway = createGateway({
    ...settings,
    log,
    clock: systemClock,
    random: Math.random,
    randomBytes,
    newCorrelationId: randomUUID,
  });
  await gateway.start();
  onStopSignal({
    source: process,
    clock: systemClock,
    log,
    stop: () => gateway.stop(),
    fuseMs: drainDelayMs + 2 * drainTimeoutMs,
  });
} catch (error) {
  const isForUser = error instanceof CodedError && error.kind === 'configuration';
  process.stderr.write(`${isForUser ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
