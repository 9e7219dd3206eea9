// The maintenance subgraph's settings: the only reader of its environment.
import type { DescribedVariable, Environment } from '../../runtime/configuration.ts';
import {
  describeSubgraphConfiguration,
  parseSubgraphConfig,
  type SubgraphConfig,
} from '../server/subgraph-config.ts';

/**
 * Reads the settings.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function loadMaintenanceSubgraphConfig(
  environment: Environment = process.env,
): SubgraphConfig {
  return parseSubgraphConfig('MAINTENANCE', environment);
}

/** Lists the variables for the documentation. */
export function describeConfiguration(): readonly DescribedVariable[] {
  return describeSubgraphConfiguration('MAINTENANCE');
}
