// The embedded database of a service: one file, one connection, plain SQL, seeded once.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import Libsql from 'libsql';

/** What SQL parameters may be. */
export type SqlValue = string | number | bigint | null;

/** A prepared read. */
export interface Query<Row> {
  get(...parameters: readonly SqlValue[]): Row | undefined;
  all(...parameters: readonly SqlValue[]): Row[];
}

/** A prepared write. */
export interface Command {
  /** Gives the number of rows changed. */
  run(...parameters: readonly SqlValue[]): number;
}

/** A connection; all calls are synchronous. */
export interface ServiceDatabase {
  /** Prepares a read; keep it, preparing is the dear part. */
  query<Row extends object>(sql: string): Query<Row>;
  command(sql: string): Command;
  /** Runs a script without parameters, such as `CREATE TABLE`. */
  execute(script: string): void;
  /** All or nothing; what `work` throws rolls back and is thrown on. Not to be nested. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

const maxSwitches = 10;

/**
 * Opens (and makes) the database file, or `:memory:`. Write-ahead log with `synchronous = NORMAL`: what was
 * committed survives the process's death; only a power cut may lose the last moments.
 */
export function openDatabase(file: string): ServiceDatabase {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const connection = new Libsql(file);
  // First of all: what follows waits for another process that opens the same file.
  connection.pragma('busy_timeout = 3000');
  useWriteAheadLog(connection);
  connection.pragma('synchronous = NORMAL');

  return {
    query<Row extends object>(sql: string): Query<Row> {
      const statement = connection.prepare(sql);
      return {
        get: (...parameters) => withoutMetadata(statement.get(...parameters)) as Row | undefined,
        all: (...parameters) => statement.all(...parameters) as Row[],
      };
    },
    command(sql) {
      const statement = connection.prepare(sql);
      return { run: (...parameters) => statement.run(...parameters).changes };
    },
    execute(script) {
      connection.exec(script);
    },
    transaction(work) {
      connection.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        connection.exec('COMMIT');
        return result;
      } catch (error) {
        connection.exec('ROLLBACK');
        throw error;
      }
    },
    close() {
      connection.close();
    },
  };
}

/**
 * Runs `seed` in one transaction unless this version was seeded before. `seed` drops and makes the tables that
 * it fills, and leaves those alone that clients write to. Says whether it ran.
 */
export function seedOnce(
  database: ServiceDatabase,
  version: string,
  seed: (database: ServiceDatabase) => void,
): boolean {
  return database.transaction(() => {
    database.execute('CREATE TABLE IF NOT EXISTS seeded (version TEXT NOT NULL)');
    const seeded = database.query<{ version: string }>('SELECT version FROM seeded').get();
    if (seeded?.version === version) return false;
    seed(database);
    database.command('DELETE FROM seeded').run();
    database.command('INSERT INTO seeded (version) VALUES (?)').run(version);
    return true;
  });
}

/** Two processes that switch a new file at once would wait for each other, so SQLite refuses one right away. */
function useWriteAheadLog(connection: Libsql.Database): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      connection.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
      if (!isBusy || attempt === maxSwitches) throw error;
      // Waits, as the switch does not, for the one that was let through.
      connection.exec('BEGIN IMMEDIATE; COMMIT');
    }
  }
}

/** libsql adds its timing to each row that `get` reads. */
function withoutMetadata(row: unknown): unknown {
  if (typeof row === 'object' && row !== null && '_metadata' in row) {
    const { _metadata, ...columns } = row;
    return columns;
  }
  return row;
}
