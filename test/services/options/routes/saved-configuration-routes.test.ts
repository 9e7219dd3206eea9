// Configurations saved under a code, over HTTP.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { RunningPart } from '../../../../runtime/part.ts';
import { savedConfiguration } from '../../../../services/options/schemas.ts';
import { expectSchema, readJson, sendJson } from '../../read-json.ts';
import { initialId, startOptionsBench } from '../options-bench.ts';

let folder: string;
let part: RunningPart;
let randomByte: number;

// Each code is one letter eight times, the next letter for the next code.
const start = () =>
  startOptionsBench(folder, (size) => new Uint8Array(size).fill((randomByte += 1)));
const get = (path: string) => readJson(part.url + path);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marque-options-'));
  randomByte = -1;
  part = await start();
});
afterEach(async () => {
  await part.stop();
  rmSync(folder, { recursive: true });
});

describe('saved configurations', () => {
  const save = (key: string, body: unknown) =>
    sendJson(`${part.url}/v1/saved-configurations`, body, { headers: { 'idempotency-key': key } });

  it('are found again by their code, also after a restart', async () => {
    const { status, body } = await save('key-00000001', { configurationId: initialId, name: null });
    const saved = expectSchema(savedConfiguration, body);
    await part.stop();
    part = await start();

    const found = await get(`/v1/saved-configurations/${saved.code}`);

    expect(status).toBe(201);
    expect(saved).toMatchObject({ code: '22222222', savedAt: '2026-11-21T12:00:00.000Z' });
    expect(found.body).toEqual(saved);
  });

  it('are saved once for one key, also after a restart', async () => {
    const input = { configurationId: initialId, name: 'Mine' };
    const first = await save('key-00000001', input);
    await part.stop();
    part = await start();

    const second = await save('key-00000001', input);
    const other = await save('key-00000001', { ...input, name: 'Yours' });

    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect((await get('/v1/saved-configurations/33333333')).status).toBe(404);
  });

  it('get another code where the first one drawn is taken', async () => {
    await save('key-00000001', { configurationId: initialId, name: null });
    randomByte = -1;

    const { body } = await save('key-00000002', { configurationId: initialId, name: null });

    expect(body).toMatchObject({ code: '33333333' });
  });

  it.each([
    [{ configurationId: 'bmw-g20-320i~DE~c1~NOPE', name: null }, 404, 'ITEM_UNKNOWN'],
    [{ configurationId: 'x', name: null }, 400, 'INVALID_PARAMETER'],
    [{ configurationId: initialId, name: 'n'.repeat(81) }, 400, 'INVALID_PARAMETER'],
    [{ configurationId: initialId }, 400, 'INVALID_PARAMETER'],
  ])('are refused as %j', async (body, status, code) => {
    expect(await save('key-00000009', body)).toMatchObject({ status, body: { code } });
  });

  it.each(['ABC', '0OIL1111', '../admin', 'a'.repeat(10_000)])(
    'have no code such as %.10s',
    async (code) => {
      expect((await get(`/v1/saved-configurations/${encodeURIComponent(code)}`)).status).toBe(400);
    },
  );
});
