// The nine parts of the local stack. Each is imported only when it starts in this process.
import { randomBytes, randomUUID } from 'node:crypto';

import type { PartDefinition, PartDependencies } from './part-definition.ts';

/** In the order in which a person reads them. */
export const localParts: readonly PartDefinition[] = [
  service('vehicle', async (environment, dependencies) => {
    const { loadVehicleServiceConfig } = await import('../../services/vehicle/config.ts');
    const { startVehicleService } = await import('../../services/vehicle/start-vehicle-service.ts');
    return startVehicleService(loadVehicleServiceConfig(environment), dependencies);
  }),
  service('options', async (environment, dependencies) => {
    const { loadOptionsServiceConfig } = await import('../../services/options/config.ts');
    const { startOptionsService } = await import('../../services/options/start-options-service.ts');
    return startOptionsService(loadOptionsServiceConfig(environment), dependencies);
  }),
  service('pricing', async (environment, dependencies) => {
    const { loadPricingServiceConfig } = await import('../../services/pricing/config.ts');
    const { startPricingService } = await import('../../services/pricing/start-pricing-service.ts');
    return startPricingService(loadPricingServiceConfig(environment), dependencies);
  }),
  service('maintenance', async (environment, dependencies) => {
    const { loadMaintenanceServiceConfig } = await import('../../services/maintenance/config.ts');
    const { startMaintenanceService } =
      await import('../../services/maintenance/start-maintenance-service.ts');
    return startMaintenanceService(loadMaintenanceServiceConfig(environment), dependencies);
  }),
  subgraph('vehicle', async (environment, dependencies) => {
    const { loadVehicleSubgraphConfig } = await import('../../subgraphs/vehicle/config.ts');
    const { startVehicleSubgraph } = await import('../../subgraphs/vehicle/subgraph.ts');
    return startVehicleSubgraph(loadVehicleSubgraphConfig(environment), withRandom(dependencies));
  }),
  subgraph('options', async (environment, dependencies) => {
    const { loadOptionsSubgraphConfig } = await import('../../subgraphs/options/config.ts');
    const { startOptionsSubgraph } = await import('../../subgraphs/options/subgraph.ts');
    return startOptionsSubgraph(loadOptionsSubgraphConfig(environment), withRandom(dependencies));
  }),
  subgraph('pricing', async (environment, dependencies) => {
    const { loadPricingSubgraphConfig } = await import('../../subgraphs/pricing/config.ts');
    const { startPricingSubgraph } = await import('../../subgraphs/pricing/subgraph.ts');
    return startPricingSubgraph(loadPricingSubgraphConfig(environment), withRandom(dependencies));
  }),
  subgraph('maintenance', async (environment, dependencies) => {
    const { loadMaintenanceSubgraphConfig } = await import('../../subgraphs/maintenance/config.ts');
    const { startMaintenanceSubgraph } = await import('../../subgraphs/maintenance/subgraph.ts');
    return startMaintenanceSubgraph(
      loadMaintenanceSubgraphConfig(environment),
      withRandom(dependencies),
    );
  }),
  {
    name: 'gateway',
    tier: 'gateway',
    entry: 'gateway/main.ts',
    urlVariable: 'MARQUE_GATEWAY_URL',
    portVariable: 'MARQUE_PORT',
    start: async (environment, dependencies) => {
      const { startGateway } = await import('../../gateway/start-gateway.ts');
      const { inProcess } = dependencies;
      return startGateway(environment, { ...withRandom(dependencies), inProcess });
    },
  },
];

function service(name: string, start: PartDefinition['start']): PartDefinition {
  return {
    name: `${name} service`,
    tier: 'service',
    entry: `services/${name}/main.ts`,
    urlVariable: `MARQUE_${name.toUpperCase()}_API_URL`,
    portVariable: `MARQUE_${name.toUpperCase()}_API_PORT`,
    start,
  };
}

function subgraph(name: string, start: PartDefinition['start']): PartDefinition {
  return {
    name: `${name} subgraph`,
    tier: 'subgraph',
    entry: `subgraphs/${name}/main.ts`,
    urlVariable: `MARQUE_${name.toUpperCase()}_SUBGRAPH_URL`,
    portVariable: `MARQUE_${name.toUpperCase()}_SUBGRAPH_PORT`,
    start,
  };
}

function withRandom({ clock, log }: PartDependencies) {
  return { clock, log, random: Math.random, randomBytes, newCorrelationId: randomUUID };
}
