// The vehicle service on a free port over the small catalogue, at noon of a fixed day.
import { join } from 'node:path';

import { type Clock, systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import type { RunningPart } from '../../../runtime/part.ts';
import type { VariantRow } from '../../../services/catalogue/rows/vehicle-rows.ts';
import { startService } from '../../../services/server/start-service.ts';
import { createVehicleService } from '../../../services/vehicle/create-vehicle-service.ts';
import { vehicleTables } from './vehicle-tables.ts';

const benchClock: Clock = {
  ...systemClock,
  nowMs: () => Date.parse('2026-11-21T12:00:00Z'),
};

/** Starts the service over the small catalogue, its database in `folder`. */
export async function startVehicleBench(
  folder: string,
  minVariants = 0,
  extraVariants: readonly VariantRow[] = [],
): Promise<RunningPart> {
  const service = await createVehicleService({
    config: { databaseFile: join(folder, 'vehicle.db'), minVariants },
    tables: { ...vehicleTables, variants: [...vehicleTables.variants, ...extraVariants] },
    log: silentLog,
    clock: benchClock,
  });
  return startService({
    clock: systemClock,
    name: 'vehicle-api',
    service,
    config: { host: '127.0.0.1', port: 0 },
    portVariable: 'MARQUE_VEHICLE_API_PORT',
  });
}
