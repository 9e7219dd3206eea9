// The operations of the REST services that the subgraphs call: what a service of the user's own has to offer.
import { maintenanceResources } from '../../subgraphs/maintenance/maintenance-api.ts';
import { optionsResources } from '../../subgraphs/options/options-api.ts';
import { pricingResources } from '../../subgraphs/pricing/pricing-api.ts';
import type { RestResource } from '../../subgraphs/server/rest-resource.ts';
import { vehicleResources } from '../../subgraphs/vehicle/vehicle-api.ts';

/** One operation, as OpenAPI names it. */
export interface RequiredOperation {
  /** In lower case, such as `get`. */
  readonly method: string;
  /** Such as `/v1/vehicles/{vin}/mileage`. */
  readonly path: string;
}

/** Service → what its subgraph calls. */
export const requiredOperations: ReadonlyMap<string, readonly RequiredOperation[]> = new Map(
  Object.entries({
    vehicle: listOperations(vehicleResources),
    options: listOperations(optionsResources),
    pricing: listOperations(pricingResources),
    maintenance: listOperations(maintenanceResources),
  }),
);

function listOperations(
  resources: Readonly<Record<string, RestResource>>,
): readonly RequiredOperation[] {
  return Object.values(resources).map(({ method = 'GET', path }) => ({
    method: method.toLowerCase(),
    path,
  }));
}
