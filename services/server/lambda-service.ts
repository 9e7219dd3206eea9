// A REST service behind the door of AWS Lambda.
import type { Environment } from '../../runtime/configuration.ts';
import type { Clock } from '../../runtime/clock.ts';
import { loadLambdaMetricsConfig, readLambdaEnvironment } from '../../runtime/lambda/config.ts';
import {
  createLambdaHandler,
  type PreparedHandler,
} from '../../runtime/lambda/create-lambda-handler.ts';
import type { DescribeDoorFault, DoorFault } from '../../runtime/lambda/injectable-app.ts';
import { createInvocationMetrics } from '../../runtime/lambda/invocation-metrics.ts';
import { createLambdaLines, createLambdaLog } from '../../runtime/lambda/lambda-process.ts';
import type { Log, LogLevel } from '../../runtime/log.ts';
import { problemContentType, ServiceProblem, toProblemDocument } from './problem.ts';
import type { Service } from './service.ts';

/** One service. */
export interface ServiceFunctionOptions<Config extends { readonly logLevel: LogLevel }> {
  /** Such as `vehicle-api`. */
  readonly name: string;
  readonly clock: Clock;
  readonly loadConfig: (environment: Environment) => Config;
  /** Loads the catalogue and wires the service, with its database in a folder of the function. */
  readonly create: (config: Config, log: Log) => Promise<Service>;
}

/** Creates the handler of a service; nothing starts before `prepare` or the first event. */
export function createServiceFunction<Config extends { readonly logLevel: LogLevel }>(
  options: ServiceFunctionOptions<Config>,
): PreparedHandler {
  const { name, clock, loadConfig, create } = options;
  return createLambdaHandler({
    describeFault: describeServiceFault,
    metrics: createInvocationMetrics({
      part: name,
      clock,
      loadConfig: loadLambdaMetricsConfig,
      writeLine: createLambdaLines(),
    }),
    start: async () => {
      const config = loadConfig(readLambdaEnvironment());
      return await create(config, createLambdaLog({ level: config.logLevel, name }));
    },
  });
}

const faults: Readonly<Record<DoorFault, readonly [status: number, detail: string]>> = {
  BAD_REQUEST: [400, 'The request has a method or a path that is not taken here.'],
  DEADLINE_EXCEEDED: [504, 'The answer was not ready in time.'],
  RESPONSE_TOO_LARGE: [413, 'The answer is larger than the platform lets through; ask for less.'],
};

const describeServiceFault: DescribeDoorFault = (code, correlationId) => {
  const [status, detail] = faults[code];
  const document = toProblemDocument(new ServiceProblem(code, status, detail), correlationId);
  return { status, contentType: problemContentType, body: JSON.stringify(document) };
};
