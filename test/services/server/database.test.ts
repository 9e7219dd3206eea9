// The embedded database: rows as written, transactions whole, seeds once.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDatabase, type ServiceDatabase, seedOnce } from '../../../services/server/database.ts';

// A thread, since the connection under test blocks this one while it waits.
const holdFile = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Libsql = require('libsql');
  const connection = new Libsql(workerData);
  connection.exec('BEGIN EXCLUSIVE; CREATE TABLE held (id TEXT)');
  parentPort.postMessage('held');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  connection.exec('COMMIT');
  connection.close();`;

function createThings(database: ServiceDatabase): void {
  database.execute('DROP TABLE IF EXISTS things; CREATE TABLE things (id TEXT PRIMARY KEY)');
  database.command('INSERT INTO things VALUES (?)').run('a');
}

describe('openDatabase', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'marque-database-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads a row without anything that was not written', () => {
    const database = openDatabase(':memory:');
    createThings(database);

    expect(database.query('SELECT * FROM things').get()).toEqual({ id: 'a' });
    expect(database.query('SELECT * FROM things WHERE id = ?').get('b')).toBeUndefined();
    database.close();
  });

  it('makes the folder of its file and keeps what was written', () => {
    const file = join(folder, 'deep', 'things.db');
    const first = openDatabase(file);
    createThings(first);
    first.close();

    const second = openDatabase(file);

    expect(second.query('SELECT * FROM things').all()).toEqual([{ id: 'a' }]);
    second.close();
  });

  it('waits for another process that has the file to itself', async () => {
    const file = join(folder, 'things.db');
    const worker = new Worker(holdFile, { eval: true, workerData: file });
    await once(worker, 'message');

    const database = openDatabase(file);

    expect(database.query('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    database.close();
    await worker.terminate();
  });

  it('undoes a transaction that throws', () => {
    const database = openDatabase(':memory:');
    createThings(database);
    const insert = database.command('INSERT INTO things VALUES (?)');

    const fail = () =>
      database.transaction(() => {
        insert.run('b');
        insert.run('a');
      });

    expect(fail).toThrow();
    expect(database.query('SELECT * FROM things').all()).toEqual([{ id: 'a' }]);
    database.close();
  });

  it('seeds a version once, and again for another version', () => {
    const file = join(folder, 'things.db');
    const open = () => openDatabase(file);
    const first = open();
    expect(seedOnce(first, 'v1', createThings)).toBe(true);
    first.close();

    const second = open();

    expect(seedOnce(second, 'v1', createThings)).toBe(false);
    expect(seedOnce(second, 'v2', createThings)).toBe(true);
    second.close();
  });

  it('does not count a seed that failed', () => {
    const database = openDatabase(':memory:');
    const failing = () => {
      throw new Error('no disk');
    };

    expect(() => seedOnce(database, 'v1', failing)).toThrow('no disk');
    expect(seedOnce(database, 'v1', createThings)).toBe(true);
    database.close();
  });
});
