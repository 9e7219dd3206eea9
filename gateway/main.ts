// Runs the gateway as a process of its own, configured by environment variables.
// oxlint-disable-next-line import/no-unassigned-import -- what it does on import is its purpose
import './apollo-telemetry-off.ts';

import { randomBytes, randomUUID } from 'node:crypto';

import { systemClock } from '../runtime/clock.ts';
import { CodedError } from '../runtime/coded-error.ts';
import { createLog } from '../runtime/log.ts';
import { onStopSignal } from '../runtime/stop-signal.ts';
import { parseGatewayConfig } from './config.ts';
import { startGateway } from './start-gateway.ts';

try {
  const { logLevel, drainDelayMs, drainTimeoutMs } = parseGatewayConfig(process.env);
  const log = createLog({ level: logLevel, name: 'gateway' });
  const part = await startGateway(process.env, {
    log,
    clock: systemClock,
    random: Math.random,
    randomBytes,
    newCorrelationId: randomUUID,
  });
  onStopSignal({
    source: process,
    clock: systemClock,
    log,
    stop: () => part.stop(),
    fuseMs: drainDelayMs + 2 * drainTimeoutMs,
  });
} catch (error) {
  const isForUser = error instanceof CodedError && error.kind === 'configuration';
  process.stderr.write(`${isForUser ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
