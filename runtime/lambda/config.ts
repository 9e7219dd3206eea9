// What every function on AWS Lambda reads of its environment beside its part's own settings.
import {
  type DescribedVariable,
  describeVariables,
  durationMs,
  type Environment,
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

/** The function's variables; where none says otherwise, data goes to the only folder that can be written to. */
export function readLambdaEnvironment(environment: Environment = process.env): Environment {
  return { ...environment, MARQUE_DATA_DIR: environment['MARQUE_DATA_DIR'] || '/tmp/marque' };
}

/** Lists the variables for the documentation. */
export function describeConfiguration(): readonly DescribedVariable[] {
  return describeVariables(variables);
}
