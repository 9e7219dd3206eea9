// All four REST services on free ports over the committed catalogue, at noon of a fixed day.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Clock, systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { loadMaintenanceServiceConfig } from '../../services/maintenance/config.ts';
import { startMaintenanceService } from '../../services/maintenance/start-maintenance-service.ts';
import { loadOptionsServiceConfig } from '../../services/options/config.ts';
import { startOptionsService } from '../../services/options/start-options-service.ts';
import { loadPricingServiceConfig } from '../../services/pricing/config.ts';
import { startPricingService } from '../../services/pricing/start-pricing-service.ts';
import { loadVehicleServiceConfig } from '../../services/vehicle/config.ts';
import { startVehicleService } from '../../services/vehicle/start-vehicle-service.ts';
import { type Contract, loadContract } from './contract.ts';

export const serviceNames = ['vehicle', 'options', 'pricing', 'maintenance'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Each running service by the document that it serves. */
export interface RunningServices {
  readonly contracts: Readonly<Record<ServiceName, Contract>>;
  /** Also removes what they have stored. */
  stop(): Promise<void>;
}

const clock: Clock = { ...systemClock, nowMs: () => Date.UTC(2026, 10, 21, 12) };

/** Starts the services over databases of their own. */
export async function startServices(): Promise<RunningServices> {
  const folder = await mkdtemp(join(tmpdir(), 'marque-services-'));
  const environment = {
    MARQUE_DATA_DIR: folder,
    ...Object.fromEntries(
      serviceNames.map((name) => [`MARQUE_${name.toUpperCase()}_API_PORT`, '0']),
    ),
  };
  const dependencies = { log: silentLog, clock };
  const [vehicle, options, pricing, maintenance] = await Promise.all([
    startVehicleService(loadVehicleServiceConfig(environment), dependencies),
    startOptionsService(loadOptionsServiceConfig(environment), dependencies),
    startPricingService(loadPricingServiceConfig(environment), dependencies),
    startMaintenanceService(loadMaintenanceServiceConfig(environment), dependencies),
  ]);
  return {
    contracts: {
      vehicle: await loadContract(vehicle.url),
      options: await loadContract(options.url),
      pricing: await loadContract(pricing.url),
      maintenance: await loadContract(maintenance.url),
    },
    async stop() {
      await Promise.all([vehicle, options, pricing, maintenance].map((part) => part.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
