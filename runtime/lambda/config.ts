// What every function on AWS Lambda reads of its environment beside its part's own settings.
import {
  type DescribedVariable,
  describeVariables,
  durationMs,
  type Environment,
  flag,
  parseVariables,
  plainText,
  variable,
  type Variables,
} from '../configuration.ts';

/** Settings of the door, whatever part is behind it. */
export interface LambdaConfig {
  /** How long before the platform ends the function the answer is given up. */
  readonly deadlineMarginMs: number;
  /** What a custom domain or a load balancer's rule puts before the part's own paths; empty for nothing. */
  readonly basePath: string;
}

/** Whether and under which names a function writes metrics. */
export interface LambdaMetricsConfig {
  readonly isEnabled: boolean;
  /** In CloudWatch. */
  readonly namespace: string;
  readonly functionName: string;
}

const variables = {
  MARQUE_LAMBDA_DEADLINE_MARGIN: variable(
    durationMs(),
    'How long before the platform ends the function it answers 504 itself.',
    '150ms',
  ),
  MARQUE_LAMBDA_BASE_PATH: variable(
    plainText()
      .regex(/^(\/[\w.~-]+)+$/, 'expected a path such as /marque, without a slash at its end')
      .optional(),
    'Path that a custom domain or a rule of a load balancer puts before those of the part.',
  ),
  MARQUE_LAMBDA_METRICS: variable(
    flag(),
    'Whether a line of metrics in the embedded metric format of CloudWatch is written for each invocation.',
    'true',
  ),
  MARQUE_LAMBDA_METRICS_NAMESPACE: variable(
    plainText().regex(
      /^[A-Za-z0-9.\-_/#:]{1,250}$/,
      'expected at most 250 letters, digits and . - _ / # :',
    ),
    'Namespace of these metrics in CloudWatch.',
    'marque',
  ),
} as const satisfies Variables;

/**
 * Reads the settings.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function loadLambdaConfig(environment: Environment = process.env): LambdaConfig {
  const parsed = parseVariables(variables, environment);
  return Object.freeze({
    deadlineMarginMs: parsed.MARQUE_LAMBDA_DEADLINE_MARGIN,
    basePath: parsed.MARQUE_LAMBDA_BASE_PATH ?? '',
  });
}

/**
 * Reads how a function writes metrics; its name is the platform's word.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function loadLambdaMetricsConfig(
  environment: Environment = process.env,
): LambdaMetricsConfig {
  const parsed = parseVariables(variables, environment);
  return Object.freeze({
    isEnabled: parsed.MARQUE_LAMBDA_METRICS,
    namespace: parsed.MARQUE_LAMBDA_METRICS_NAMESPACE,
    functionName: environment['AWS_LAMBDA_FUNCTION_NAME'] || 'unknown',
  });
}

/** Where X-Ray follows it, the trace that the platform puts the invocation under way into. */
export function readInvocationTrace(environment: Environment = process.env): string | undefined {
  return environment['_X_AMZN_TRACE_ID'] || undefined;
}

/** The function's variables; where none says otherwise, data goes to the only folder that can be written to. */
export function readLambdaEnvironment(environment: Environment = process.env): Environment {
  return { ...environment, MARQUE_DATA_DIR: environment['MARQUE_DATA_DIR'] || '/tmp/marque' };
}

/** Lists the variables for the documentation. */
export function describeConfiguration(): readonly DescribedVariable[] {
  return describeVariables(variables);
}
