// Services that were carried out: those of the catalogue, and those that dealers record, which outlive a reseed.
import type { Static } from 'typebox';

import type { ServiceRecordRow } from '../catalogue/rows/maintenance-rows.ts';
import type { ServiceDatabase } from '../server/database.ts';
import type { serviceRecord } from './schemas.ts';

/** A record as the contract shows it. */
export type ServiceRecord = Static<typeof serviceRecord>;

/** Service records by vehicle. */
export interface ServiceRecordStore {
  /** The latest first. */
  listByVin(vin: string): ServiceRecord[];
  add(record: ServiceRecord): void;
}

interface StoredRecord extends Omit<ServiceRecord, 'items'> {
  /** JSON array. */
  readonly items: string;
}

const columns = `id TEXT PRIMARY KEY, vin TEXT NOT NULL, performedOn TEXT NOT NULL,
  mileageKm INTEGER NOT NULL, items TEXT NOT NULL, dealer TEXT,
  provenance TEXT NOT NULL, source TEXT NOT NULL`;

/** Makes the catalogue's records anew; those recorded by clients stay. Part of a seed. */
export function seedServiceRecords(
  database: ServiceDatabase,
  records: readonly ServiceRecordRow[],
): void {
  database.execute(`
    DROP TABLE IF EXISTS seeded_services;
    CREATE TABLE seeded_services (${columns}) WITHOUT ROWID;
    CREATE INDEX seeded_services_vin ON seeded_services (vin);
    CREATE TABLE IF NOT EXISTS recorded_services (${columns}) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS recorded_services_vin ON recorded_services (vin);`);
  const insert = inserter(database, 'seeded_services');
  for (const record of records) insert(record);
}

/** Reads and writes the tables that `seedServiceRecords` made. */
export function createServiceRecordStore(database: ServiceDatabase): ServiceRecordStore {
  const byVin = database.query<StoredRecord>(
    `SELECT * FROM seeded_services WHERE vin = ?1 UNION ALL
     SELECT * FROM recorded_services WHERE vin = ?1
     ORDER BY performedOn DESC, mileageKm DESC, id`,
  );
  return {
    listByVin: (vin) =>
      byVin
        .all(vin)
        .map((row) => ({ ...row, items: JSON.parse(row.items) as ServiceRecord['items'] })),
    add: inserter(database, 'recorded_services'),
  };
}

function inserter(database: ServiceDatabase, table: 'seeded_services' | 'recorded_services') {
  const insert = database.command(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  return (row: ServiceRecordRow): void => {
    const { id, vin, performedOn, mileageKm, items, dealer, provenance, source } = row;
    const itemsText = JSON.stringify(items);
    insert.run(id, vin, performedOn, mileageKm, itemsText, dealer, provenance, source);
  };
}
