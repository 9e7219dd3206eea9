// Recorded services survive a restart and a kill, and are recorded once a key.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { loadMaintenanceTables } from '../../../services/maintenance/start-maintenance-service.ts';

const main = join(import.meta.dirname, '../../../services/maintenance/main.ts');
let directory: string;
let running: ChildProcess | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'marque-maintenance-'));
});

afterEach(async () => {
  await kill();
  rmSync(directory, { recursive: true });
});

async function start(): Promise<string> {
  running = fork(main, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, MARQUE_DATA_DIR: directory, MARQUE_LOG_LEVEL: 'silent' },
  });
  const [message] = (await once(running, 'message')) as [{ url: string }];
  return message.url;
}

/** No time to flush, close or say goodbye. */
async function kill(): Promise<void> {
  const dying = running;
  running = undefined;
  if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
  dying.kill('SIGKILL');
  await once(dying, 'exit');
}

describe('recorded services', () => {
  it('survive kill -9, with the answer that their key is owed', async () => {
    const [vehicle] = (await loadMaintenanceTables()).registeredVehicles;
    const vin = vehicle?.vin ?? '';
    const record = async (url: string) => {
      const response = await fetch(`${url}/v1/service-records`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'survives-1' },
        body: JSON.stringify({
          vin,
          performedOn: '2026-11-01',
          mileageKm: 400_000,
          items: ['BRAKE_FLUID'],
          dealer: null,
        }),
      });
      return {
        replayed: response.headers.get('idempotency-replayed'),
        body: await response.json(),
      };
    };
    const first = await record(await start());

    await kill();
    const url = await start();
    const history = await fetch(`${url}/v1/service-history?vin=${vin}`);
    const again = await record(url);

    expect(first.replayed).toBeNull();
    expect(await history.json()).toMatchObject({ items: [{ mileageKm: 400_000 }, {}] });
    expect(again).toEqual({ replayed: 'true', body: first.body });
  });
});
