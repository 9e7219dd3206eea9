// Registered vehicles in the embedded database, and the mileages that clients report on top of the seed.
import type { Static } from 'typebox';

import type { RegisteredVehicleRow } from '../catalogue/rows/vehicle-rows.ts';
import type { Query, ServiceDatabase } from '../server/database.ts';
import type { mileageUpdate, vehicle } from './schemas.ts';

export type Vehicle = Static<typeof vehicle>;

export interface VehicleStore {
  find(vin: string): Vehicle | undefined;
  listByOwner(owner: string): Vehicle[];
  saveMileage(vin: string, update: Static<typeof mileageUpdate>): void;
}

interface VehicleRow {
  readonly document: string;
  readonly mileageKm: number | null;
  readonly mileageAt: string | null;
}

/** Makes the table of vehicles anew and fills it; reported mileages stay. Part of a seed. */
export function seedVehicles(
  database: ServiceDatabase,
  vehicles: readonly RegisteredVehicleRow[],
): void {
  database.execute(`
    DROP TABLE IF EXISTS vehicles;
    CREATE TABLE vehicles (vin TEXT PRIMARY KEY, owner TEXT NOT NULL, document TEXT NOT NULL)
      WITHOUT ROWID;
    CREATE INDEX vehicles_owner ON vehicles (owner, vin);
    CREATE TABLE IF NOT EXISTS mileages (
      vin TEXT PRIMARY KEY, mileageKm INTEGER NOT NULL, mileageAt TEXT NOT NULL
    ) WITHOUT ROWID;`);
  const insert = database.command('INSERT INTO vehicles VALUES (?, ?, ?)');
  for (const row of vehicles) {
    const document: Vehicle = {
      vin: row.vin,
      variantId: row.variant,
      market: row.market,
      firstRegistration: row.firstRegistration,
      mileageKm: row.mileageKm,
      mileageAt: row.mileageAt,
      factoryOptionCodes: [...row.factoryOptionCodes],
      owner: row.owner,
      provenance: row.provenance,
      source: row.source,
    };
    insert.run(row.vin, row.owner, JSON.stringify(document));
  }
}

/** Reads and writes the tables that `seedVehicles` made. */
export function createVehicleStore(database: ServiceDatabase): VehicleStore {
  const select = `SELECT document, mileages.mileageKm, mileages.mileageAt
                  FROM vehicles LEFT JOIN mileages USING (vin)`;
  const byVin: Query<VehicleRow> = database.query(`${select} WHERE vehicles.vin = ?`);
  const byOwner: Query<VehicleRow> = database.query(
    `${select} WHERE vehicles.owner = ? ORDER BY vehicles.vin`,
  );
  const save = database.command(
    `INSERT INTO mileages VALUES (?, ?, ?)
     ON CONFLICT (vin) DO UPDATE SET mileageKm = excluded.mileageKm, mileageAt = excluded.mileageAt`,
  );

  return {
    find(vin) {
      const row = byVin.get(vin);
      return row && toVehicle(row);
    },
    listByOwner: (owner) => byOwner.all(owner).map(toVehicle),
    saveMileage: (vin, { mileageKm, mileageAt }) => {
      save.run(vin, mileageKm, mileageAt);
    },
  };
}

function toVehicle({ document, mileageKm, mileageAt }: VehicleRow): Vehicle {
  const seeded = JSON.parse(document) as Vehicle;
  return mileageKm === null || mileageAt === null ? seeded : { ...seeded, mileageKm, mileageAt };
}
