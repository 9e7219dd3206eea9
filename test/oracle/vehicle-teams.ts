// The four teams' resolvers over services that run, without their servers and without a gateway.
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

import { createMemoryStore } from '../../cache/memory-store.ts';
import { systemClock } from '../../runtime/clock.ts';
import { type CallerWatch, watchCaller } from '../../runtime/http/caller-watch.ts';
import { createHttpClient, type HttpClient } from '../../runtime/http/http-client.ts';
import { silentLog } from '../../runtime/log.ts';
import { createMaintenanceLoaders } from '../../subgraphs/maintenance/loaders.ts';
import { createMaintenanceApi } from '../../subgraphs/maintenance/maintenance-api.ts';
import { maintenanceResolvers } from '../../subgraphs/maintenance/resolvers.ts';
import { createOptionsLoaders } from '../../subgraphs/options/loaders.ts';
import { createOptionsApi } from '../../subgraphs/options/options-api.ts';
import { optionsResolvers } from '../../subgraphs/options/resolvers.ts';
import { createPricingLoaders } from '../../subgraphs/pricing/loaders.ts';
import { createPricingApi } from '../../subgraphs/pricing/pricing-api.ts';
import { pricingResolvers } from '../../subgraphs/pricing/resolvers.ts';
import {
  createSubgraphRequest,
  type SubgraphRequest,
} from '../../subgraphs/server/request-context.ts';
import { createRestClient } from '../../subgraphs/server/rest-client.ts';
import { dateScalar, decimalScalar } from '../../subgraphs/server/scalars.ts';
import { createVehicleLoaders } from '../../subgraphs/vehicle/loaders.ts';
import { vehicleResolvers } from '../../subgraphs/vehicle/resolvers.ts';
import { createVehicleApi } from '../../subgraphs/vehicle/vehicle-api.ts';
import type { Team } from './vehicle-monolith.ts';

type ServiceName = 'vehicle' | 'options' | 'pricing' | 'maintenance';

/** The teams, and the end of their connections. */
export interface VehicleTeams {
  readonly teams: readonly Team[];
  close(): Promise<void>;
}

const timeoutMs = 60_000;

/** Loads the teams. Their requests have these headers, as a gateway would send them. */
export async function loadVehicleTeams(
  serviceUrl: (service: ServiceName) => string,
  headers: Readonly<Record<string, string>>,
): Promise<VehicleTeams> {
  const httpClient = createHttpClient({ clock: systemClock, log: silentLog, random: () => 0 });
  const parts = {
    options: [
      optionsResolvers,
      createOptionsLoaders.bind(undefined, createOptionsApi(connect('options'))),
    ],
    pricing: [
      pricingResolvers,
      createPricingLoaders.bind(undefined, createPricingApi(connect('pricing'))),
    ],
    vehicle: [
      vehicleResolvers,
      createVehicleLoaders.bind(undefined, createVehicleApi(connect('vehicle'))),
    ],
    maintenance: [
      maintenanceResolvers,
      createMaintenanceLoaders.bind(undefined, createMaintenanceApi(connect('maintenance'))),
    ],
  } satisfies Record<ServiceName, [object, (request: SubgraphRequest) => object]>;

  const teams = await Promise.all(
    Object.entries(parts).map(async ([name, [resolvers, createLoaders]]): Promise<Team> => {
      const schemaFile = new URL(`../../subgraphs/${name}/schema.graphql`, import.meta.url);
      const typeDefs = await readFile(schemaFile, 'utf8');
      const scalars = { Date: dateScalar, Decimal: decimalScalar };
      const declared = Object.entries(scalars).filter(([scalar]) =>
        typeDefs.includes(`scalar ${scalar}`),
      );
      return {
        name,
        typeDefs,
        resolvers: { ...Object.fromEntries(declared), ...resolvers },
        createContext() {
          const request = createSubgraphRequest(headers, waitingCaller(), {
            clock: systemClock,
            randomBytes,
            newCorrelationId: randomUUID,
            timeoutMs,
          });
          return { ...request, loaders: createLoaders(request) };
        },
      };
    }),
  );
  return { teams, close: () => httpClient.close() };

  function connect(service: ServiceName) {
    return createTeamClient(service, serviceUrl(service), httpClient);
  }
}

function createTeamClient(service: ServiceName, baseUrl: string, httpClient: HttpClient) {
  return createRestClient({
    service,
    baseUrl,
    clientId: `${service}-subgraph`,
    httpClient,
    clock: systemClock,
    log: silentLog,
    randomBytes,
    cache: createMemoryStore({ clock: systemClock, metrics: { count: () => undefined } }),
  });
}

/** A caller who waits for ever. */
function waitingCaller(): CallerWatch {
  return watchCaller(new ServerResponse(new IncomingMessage(new Socket())));
}
