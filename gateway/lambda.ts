// Runs the gateway as a function on AWS Lambda; the schemas lie beside the bundle.
// oxlint-disable-next-line import/no-unassigned-import -- what it does on import is its purpose
import './apollo-telemetry-off.ts';

import { randomBytes, randomUUID } from 'node:crypto';

import { systemClock } from '../runtime/clock.ts';
import { loadLambdaMetricsConfig, readLambdaEnvironment } from '../runtime/lambda/config.ts';
import { createLambdaHandler } from '../runtime/lambda/create-lambda-handler.ts';
import { createInvocationMetrics } from '../runtime/lambda/invocation-metrics.ts';
import {
  createLambdaLines,
  createLambdaLog,
  lambdaHttpLimits,
} from '../runtime/lambda/lambda-process.ts';
import type { GatewayConfig } from './config.ts';
import { createGateway } from './create-gateway.ts';
import { describeDoorFault } from './http/door-fault.ts';
import { loadGatewaySettings } from './start-gateway.ts';
import { describeWork } from './telemetry/describe-work.ts';

const metrics = createInvocationMetrics({
  part: 'gateway',
  clock: systemClock,
  loadConfig: loadLambdaMetricsConfig,
  writeLine: createLambdaLines(),
});

const { handler, prepare } = createLambdaHandler({
  describeFault: describeDoorFault,
  metrics,
  start: async () => {
    const settings = await loadGatewaySettings(readLambdaEnvironment(), import.meta.dirname);
    const gateway = createGateway({
      ...settings,
      // One request at a time, and a freeze looks like an event loop that hangs.
      config: { ...settings.config, maxEventLoopWaitMs: 0, usage: pickUsage(settings.config) },
      isBehindLambda: true,
      explorerDirectory: undefined,
      onOperation: (report) => metrics.record(describeWork(report)),
      httpLimits: lambdaHttpLimits,
      log: createLambdaLog({ level: settings.config.logLevel, name: 'gateway' }),
      clock: systemClock,
      random: Math.random,
      randomBytes,
      newCorrelationId: randomUUID,
    });
    return await gateway.open();
  },
});

export { handler };

/** A function's own files are gone with it. */
function pickUsage({ usage }: GatewayConfig): GatewayConfig['usage'] {
  return usage?.store.kind === 'redis' ? usage : undefined;
}

await prepare();
