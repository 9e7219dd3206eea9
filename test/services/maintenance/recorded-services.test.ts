// Recorded services survive a restart and a kill, and are recorded once a key.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { loadMaintenanceTables } from '../../../services/maintenance/start-maintenance-service.ts';
import { readJson, sendJson } from '../read-json.ts';

const main = join(import.meta.dirname, '../../../services/maintenance/main.ts');
let directory: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'marque-maintenance-'));
});

afterEach(async () => {
  await kill();
  rmSync(directory, { recursive: true });
});

async function start(): Promise<string> {
  const child = fork(main, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, MARQUE_DATA_DIR: directory, MARQUE_LOG_LEVEL: 'silent' },
  });
  running.push(child);
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return message.url;
}

/** No time to flush, close or say goodbye. */
async function kill(): Promise<void> {
  await Promise.all(
    running.splice(0).map(async (dying) => {
      if (dying.exitCode !== null || dying.signalCode !== null) return;
      dying.kill('SIGKILL');
      await once(dying, 'exit');
    }),
  );
}

async function record(url: string, vin: string, key: string) {
  const { status, headers, body } = await sendJson(
    `${url}/v1/service-records`,
    {
      vin,
      performedOn: '2026-11-01',
      mileageKm: 400_000,
      items: ['BRAKE_FLUID'],
      dealer: null,
    },
    { headers: { 'idempotency-key': key } },
  );
  return { status, replayed: headers.get('idempotency-replayed'), body };
}

async function readHistory(url: string, vin: string) {
  const { body } = await readJson(`${url}/v1/service-history?vin=${vin}`);
  return body as { readonly items: readonly object[]; readonly total: number };
}

// Each test starts processes, which a busy machine may keep waiting.
describe('recorded services', { timeout: 60_000 }, () => {
  it('survive kill -9, with the answer that their key is owed', async () => {
    const [vehicle] = (await loadMaintenanceTables()).registeredVehicles;
    const vin = vehicle?.vin ?? '';
    const first = await record(await start(), vin, 'survives-1');

    await kill();
    const url = await start();
    const history = await readHistory(url, vin);
    const again = await record(url, vin, 'survives-1');

    expect(first.replayed).toBeNull();
    expect(history).toMatchObject({ items: [{ mileageKm: 400_000 }, {}] });
    expect(again).toEqual({ ...first, replayed: 'true' });
  });

  it('are recorded once for a key that two processes on one database get at the same time', async () => {
    const [vehicle] = (await loadMaintenanceTables()).registeredVehicles;
    const vin = vehicle?.vin ?? '';
    const urls = await Promise.all([start(), start()]);
    const [url] = urls;
    const before = await readHistory(url, vin);
    const keys = Array.from({ length: 10 }, (_, index) => `both-at-once-${index}`);

    const pairs = await Promise.all(
      keys.map((key) => Promise.all(urls.map((either) => record(either, vin, key)))),
    );

    for (const pair of pairs) {
      const [fresh, ...others] = pair.filter(({ replayed }) => replayed === null);
      expect([fresh?.status, others]).toEqual([201, []]);
      expect(pair.map(({ body }) => body)).toEqual([fresh?.body, fresh?.body]);
    }
    expect((await readHistory(url, vin)).total - before.total).toBe(keys.length);
  });
});
