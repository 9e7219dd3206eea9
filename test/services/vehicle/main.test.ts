// The vehicle service as a process of its own: what it wrote survives being killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { PartReadyMessage } from '../../../runtime/run-part.ts';
import { loadTable } from '../../../services/catalogue/load-catalogue.ts';
import { readJson, sendJson } from '../read-json.ts';

let folder: string;
const children: ChildProcess[] = [];

async function run(environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'services/vehicle/main.ts'], {
    env: { ...process.env, MARQUE_DATA_DIR: folder, MARQUE_LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => ({
    exitCode: code as number | null,
    errors,
  }));
  const ready = once(child, 'message').then(([message]) => (message as PartReadyMessage).url);
  return { child, exited, ready };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marque-vehicle-main-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('the vehicle service\u2019s process', () => {
  it('keeps a mileage and its idempotency key through kill -9', async () => {
    const [registered] = await loadTable('registeredVehicles');
    const path = `/v1/vehicles/${registered?.vin ?? ''}/mileage`;
    const body = { mileageKm: 4_000_000, mileageAt: '2026-11-01' };
    const write = { method: 'PUT', headers: { 'idempotency-key': 'kill-0000001' } };
    const first = await run();
    const written = await sendJson((await first.ready) + path, body, write);
    first.child.kill('SIGKILL');
    await first.exited;

    const second = await run();
    const url = await second.ready;
    const replayed = await sendJson(url + path, body, write);
    const read = await readJson(url + path.replace('/mileage', ''));

    expect(written.status).toBe(200);
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    expect(replayed.body).toEqual(written.body);
    expect(read.body).toMatchObject(body);
    second.child.kill('SIGTERM');
    expect((await second.exited).exitCode).toBe(0);
  });

  it('ends without a word when its parent is gone before it is ready', async () => {
    const { child, ready, exited } = await run();
    ready.catch(() => undefined);

    child.disconnect();

    expect(await exited).toEqual({ exitCode: 0, errors: '' });
  });

  it('ends when its parent is gone later', async () => {
    const { child, ready, exited } = await run();
    await ready;

    child.disconnect();

    expect(await exited).toEqual({ exitCode: 0, errors: '' });
  });

  it('says in one line which setting is wrong', async () => {
    const { ready, exited } = await run({ MARQUE_VEHICLE_API_PORT: 'eighty' });
    ready.catch(() => undefined);

    const { exitCode, errors } = await exited;

    expect(exitCode).toBe(1);
    expect(errors).toContain('MARQUE_VEHICLE_API_PORT');
    expect(errors).not.toContain('eighty');
    expect(errors).not.toContain('    at ');
  });
});
