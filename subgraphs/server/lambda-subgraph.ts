// A subgraph behind the door of AWS Lambda.
import {
  createLambdaHandler,
  type PreparedHandler,
} from '../../runtime/lambda/create-lambda-handler.ts';
import { loadLambdaMetricsConfig, readLambdaEnvironment } from '../../runtime/lambda/config.ts';
import type { DescribeDoorFault, DoorFault } from '../../runtime/lambda/injectable-app.ts';
import {
  createInvocationMetrics,
  type InvocationMetrics,
} from '../../runtime/lambda/invocation-metrics.ts';
import {
  createLambdaLines,
  createLambdaLog,
  lambdaHttpLimits,
} from '../../runtime/lambda/lambda-process.ts';
import type { Environment } from '../../runtime/configuration.ts';
import {
  type CreateSubgraph,
  createSubgraphParts,
  type SubgraphDependencies,
} from './start-subgraph.ts';
import type { SubgraphConfig } from './subgraph-config.ts';
import type { SubgraphMeter } from './subgraph-meter.ts';

/** One team's subgraph, and what it stands on. */
export interface SubgraphFunctionOptions extends Omit<SubgraphDependencies, 'log'> {
  readonly team: string;
  readonly create: CreateSubgraph;
  readonly loadConfig: (environment: Environment) => SubgraphConfig;
}

/** Creates the handler of a subgraph; nothing starts before `prepare` or the first event. */
export function createSubgraphFunction(options: SubgraphFunctionOptions): PreparedHandler {
  const { team, create, loadConfig, clock } = options;
  const metrics = createInvocationMetrics({
    part: `${team}-subgraph`,
    clock,
    loadConfig: loadLambdaMetricsConfig,
    writeLine: createLambdaLines(),
  });
  const meter = createInvocationMeter(metrics);
  return createLambdaHandler({
    describeFault: describeSubgraphFault,
    metrics,
    start: async () => {
      const config = loadConfig(readLambdaEnvironment());
      const log = createLambdaLog({ level: config.logLevel, name: `${team}-subgraph` });
      return await create(
        config,
        createSubgraphParts(config, { ...options, log, meter }, lambdaHttpLimits),
      );
    },
  });
}

function createInvocationMeter(metrics: InvocationMetrics): SubgraphMeter {
  return {
    recordAnswer({ errors, restCalls, cacheReads }) {
      const { hits: cacheHits = 0, misses: cacheMisses = 0 } = cacheReads ?? {};
      metrics.record({ errors, fetches: 0, restCalls, cacheHits, cacheMisses });
    },
    recordRestCall: () => undefined,
  };
}

const faults: Readonly<Record<DoorFault, readonly [status: number, message: string]>> = {
  BAD_REQUEST: [400, 'The HTTP request is not a GraphQL request.'],
  DEADLINE_EXCEEDED: [504, 'The answer was not ready in time.'],
  RESPONSE_TOO_LARGE: [413, 'The answer is larger than the platform lets through.'],
};

const describeSubgraphFault: DescribeDoorFault = (code) => {
  const [status, message] = faults[code];
  return {
    status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({ errors: [{ message, extensions: { code } }] }),
  };
};
