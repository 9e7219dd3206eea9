// What can be chosen, over HTTP, on a small catalogue whose answers can be told by hand.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { RunningPart } from '../../../../runtime/part.ts';
import { item, rule, seriesFamilies, variantItems } from '../../../../services/options/schemas.ts';
import { batchOf, pageOf } from '../../../../services/server/schemas.ts';
import { expectSchema, readJson } from '../../read-json.ts';
import { startOptionsBench } from '../options-bench.ts';

let folder: string;
let part: RunningPart;

const start = () => startOptionsBench(folder, randomBytes);
const get = (path: string) => readJson(part.url + path);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marque-options-'));

  part = await start();
});
afterEach(async () => {
  await part.stop();
  rmSync(folder, { recursive: true });
});

describe('items', () => {
  it('lists what can be ordered that day in the order of the families', async () => {
    const today = await get('/v1/selectables/batch?ids=bmw-g20-320i,nothing&market=DE');
    const then = await get('/v1/selectables/batch?ids=bmw-g20-320i&market=DE&at=2024-06-01');

    const batch = expectSchema(batchOf(variantItems), today.body);
    const codes = batch.items[0]?.items.map(({ code }) => code);
    expect(codes).toEqual('PBLK PRED W17 W18 W19 HUD NAV SEAT CARB BAG PACK'.split(' '));
    expect(batch.notFound).toEqual(['nothing']);
    expect(JSON.stringify(then.body)).toContain('"code":"OLD"');
  });

  it('lists standard equipment, and nothing where the variant is not sold', async () => {
    const sold = await get('/v1/standard-equipment/batch?ids=bmw-g20-320i&market=DE');
    const unknown = await get('/v1/standard-equipment/batch?ids=bmw-g20-320i&market=ZZ');

    expect(sold.body).toMatchObject({ items: [{ items: [{ code: 'W17' }, { code: 'BAG' }] }] });
    expect(unknown).toMatchObject({ status: 400, body: { code: 'MARKET_UNKNOWN' } });
  });

  it.each([
    ['wheels', ['W17', 'W18', 'W19']],
    ['paints', ['PBLK', 'PRED']],
    ['packages', ['PACK']],
    ['lines', []],
  ])('lists %s alone', async (path, codes) => {
    const { body } = await get(`/v1/model-variants/bmw-g20-320i/${path}?market=DE`);

    expect(expectSchema(pageOf(item), body).items.map(({ code }) => code)).toEqual(codes);
  });

  it('answers items of every kind by id, worded for their own market', async () => {
    const { body } = await get(
      '/v1/items/batch?ids=bmw-g20-320i~DE~W18,bmw-g20-320i~JP~PRED,bmw-g20-320i~DE~NOPE,junk',
    );

    const batch = expectSchema(batchOf(item), body);
    expect(batch.items.map(({ name }) => name)).toEqual(['W18 auf Deutsch', 'PRED in English']);
    expect(batch.items[1]).toMatchObject({
      kind: 'PAINT',
      colour: '#cc0000',
      family: { id: 'PAINT' },
    });
    expect(batch.notFound).toEqual(['bmw-g20-320i~DE~NOPE', 'junk']);
  });

  it('lists the families of a series that have an item there', async () => {
    const { body } = await get('/v1/option-families/batch?ids=G20,G99&market=DE');

    const batch = expectSchema(batchOf(seriesFamilies), body);
    expect(batch.items[0]?.families.map(({ id }) => id)).toEqual(['PAINT', 'WHEEL', 'EXTRA']);
    expect(batch.notFound).toEqual(['G99']);
  });

  it('writes rules in prefix notation', async () => {
    const { body } = await get('/v1/rules?variant=bmw-g20-320i&market=DE&language=en');

    const page = expectSchema(pageOf(rule), body);
    expect(page.items[2]).toMatchObject({
      kind: 'EXCLUDES',
      when: { text: 'OR(PACK, AND(NAV, HUD))', codes: ['PACK', 'NAV', 'HUD'] },
      reason: 'Reason of R-0003',
    });
  });
});
