// The nine parts of the local stack. Each is imported only when it starts in this process.
import { randomBytes, randomUUID } from 'node:crypto';

import type { Environment } from '../../runtime/configuration.ts';
import type { RunningPart } from '../../runtime/part.ts';
import type { PartDefinition, PartDependencies } from './part-definition.ts';

/** How a part reads its configuration and starts with it. */
interface PartWiring<Config> {
  readonly loadConfig: (environment: Environment) => Promise<Config>;
  readonly start: (config: Config, dependencies: PartDependencies) => Promise<RunningPart>;
}

/** In the order in which a person reads them. */
export const localParts: readonly PartDefinition[] = [
  service('vehicle', {
    loadConfig: async (environment) => {
      const { loadVehicleServiceConfig } = await import('../../services/vehicle/config.ts');
      return loadVehicleServiceConfig(environment);
    },
    start: async (config, dependencies) => {
      const { startVehicleService } =
        await import('../../services/vehicle/start-vehicle-service.ts');
      return startVehicleService(config, dependencies);
    },
  }),
  service('options', {
    loadConfig: async (environment) => {
      const { loadOptionsServiceConfig } = await import('../../services/options/config.ts');
      return loadOptionsServiceConfig(environment);
    },
    start: async (config, dependencies) => {
      const { startOptionsService } =
        await import('../../services/options/start-options-service.ts');
      return startOptionsService(config, dependencies);
    },
  }),
  service('pricing', {
    loadConfig: async (environment) => {
      const { loadPricingServiceConfig } = await import('../../services/pricing/config.ts');
      return loadPricingServiceConfig(environment);
    },
    start: async (config, dependencies) => {
      const { startPricingService } =
        await import('../../services/pricing/start-pricing-service.ts');
      return startPricingService(config, dependencies);
    },
  }),
  service('maintenance', {
    loadConfig: async (environment) => {
      const { loadMaintenanceServiceConfig } = await import('../../services/maintenance/config.ts');
      return loadMaintenanceServiceConfig(environment);
    },
    start: async (config, dependencies) => {
      const { startMaintenanceService } =
        await import('../../services/maintenance/start-maintenance-service.ts');
      return startMaintenanceService(config, dependencies);
    },
  }),
  subgraph('vehicle', {
    loadConfig: async (environment) => {
      const { loadVehicleSubgraphConfig } = await import('../../subgraphs/vehicle/config.ts');
      return loadVehicleSubgraphConfig(environment);
    },
    start: async (config, dependencies) => {
      const { startVehicleSubgraph } = await import('../../subgraphs/vehicle/subgraph.ts');
      return startVehicleSubgraph(config, withRandom(dependencies));
    },
  }),
  subgraph('options', {
    loadConfig: async (environment) => {
      const { loadOptionsSubgraphConfig } = await import('../../subgraphs/options/config.ts');
      return loadOptionsSubgraphConfig(environment);
    },
    start: async (config, dependencies) => {
      const { startOptionsSubgraph } = await import('../../subgraphs/options/subgraph.ts');
      return startOptionsSubgraph(config, withRandom(dependencies));
    },
  }),
  subgraph('pricing', {
    loadConfig: async (environment) => {
      const { loadPricingSubgraphConfig } = await import('../../subgraphs/pricing/config.ts');
      return loadPricingSubgraphConfig(environment);
    },
    start: async (config, dependencies) => {
      const { startPricingSubgraph } = await import('../../subgraphs/pricing/subgraph.ts');
      return startPricingSubgraph(config, withRandom(dependencies));
    },
  }),
  subgraph('maintenance', {
    loadConfig: async (environment) => {
      const { loadMaintenanceSubgraphConfig } =
        await import('../../subgraphs/maintenance/config.ts');
      return loadMaintenanceSubgraphConfig(environment);
    },
    start: async (config, dependencies) => {
      const { startMaintenanceSubgraph } = await import('../../subgraphs/maintenance/subgraph.ts');
      return startMaintenanceSubgraph(config, withRandom(dependencies));
    },
  }),
  {
    name: 'gateway',
    tier: 'gateway',
    entry: 'gateway/main.ts',
    urlVariable: 'MARQUE_GATEWAY_URL',
    portVariable: 'MARQUE_PORT',
    checkConfiguration: async (environment) => {
      const { parseGatewayConfig } = await import('../../gateway/config.ts');
      parseGatewayConfig(environment);
    },
    start: async (environment, dependencies) => {
      const { startGateway } = await import('../../gateway/start-gateway.ts');
      const { inProcess } = dependencies;
      return startGateway(environment, { ...withRandom(dependencies), inProcess });
    },
  },
];

function service<Config>(name: string, wiring: PartWiring<Config>): PartDefinition {
  return {
    name: `${name} service`,
    tier: 'service',
    entry: `services/${name}/main.ts`,
    urlVariable: `MARQUE_${name.toUpperCase()}_API_URL`,
    portVariable: `MARQUE_${name.toUpperCase()}_API_PORT`,
    ...wire(wiring),
  };
}

function subgraph<Config>(name: string, wiring: PartWiring<Config>): PartDefinition {
  return {
    name: `${name} subgraph`,
    tier: 'subgraph',
    entry: `subgraphs/${name}/main.ts`,
    urlVariable: `MARQUE_${name.toUpperCase()}_SUBGRAPH_URL`,
    portVariable: `MARQUE_${name.toUpperCase()}_SUBGRAPH_PORT`,
    ...wire(wiring),
  };
}

function wire<Config>({
  loadConfig,
  start,
}: PartWiring<Config>): Pick<PartDefinition, 'checkConfiguration' | 'start'> {
  return {
    checkConfiguration: async (environment) => void (await loadConfig(environment)),
    start: async (environment, dependencies) => start(await loadConfig(environment), dependencies),
  };
}

function withRandom({ clock, log }: PartDependencies) {
  return { clock, log, random: Math.random, randomBytes, newCorrelationId: randomUUID };
}
