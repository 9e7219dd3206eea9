// The options service over HTTP, on a small catalogue whose answers can be told by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Static } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type Clock, systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import type { RunningPart } from '../../../runtime/part.ts';
import { createOptionsService } from '../../../services/options/create-options-service.ts';
import {
  buildability,
  configuration,
  configurationChange,
  initialConfiguration,
  item,
  rule,
  savedConfiguration,
  seriesFamilies,
  variantItems,
} from '../../../services/options/schemas.ts';
import { calculationsOf } from '../../../services/server/calculations.ts';
import { batchOf, pageOf } from '../../../services/server/schemas.ts';
import { startService } from '../../../services/server/start-service.ts';
import { expectSchema, readJson, sendJson } from '../read-json.ts';
import { optionsTables } from './options-tables.ts';

const clock: Clock = { ...systemClock, nowMs: () => Date.parse('2026-11-21T12:00:00Z') };
const initialId = 'bmw-g20-320i~DE~c1~BAG.PBLK.W17';

let folder: string;
let part: RunningPart;
let randomByte: number;

async function start(): Promise<RunningPart> {
  const service = await createOptionsService({
    config: { databaseFile: join(folder, 'options.db'), minVariants: 0 },
    tables: optionsTables,
    log: silentLog,
    clock,
    // Each code is one letter eight times, the next letter for the next code.
    randomBytes: (size) => new Uint8Array(size).fill((randomByte += 1)),
  });
  return startService({
    name: 'options-api',
    service,
    config: { host: '127.0.0.1', port: 0 },
    portVariable: 'MARQUE_OPTIONS_API_PORT',
  });
}

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

describe('configurations', () => {
  it('starts from standard equipment and defaults', async () => {
    const { body } = await get('/v1/initial-configurations/batch?ids=bmw-g20-320i&market=DE');

    const batch = expectSchema(batchOf(initialConfiguration), body);
    expect(batch.items[0]?.configuration).toMatchObject({
      id: initialId,
      buildable: true,
      pricedSelection: [
        { code: 'BAG', charge: 'STANDARD' },
        { code: 'PBLK', charge: 'CHARGEABLE' },
        { code: 'W17', charge: 'STANDARD' },
      ],
    });
  });

  it('is read by an id that never changes its meaning', async () => {
    const id = 'bmw-g20-320i~DE~c1~BAG.CARB.PACK.PBLK.W19';
    const answer = await get(`/v1/configurations/${id}`);

    expect(expectSchema(configuration, answer.body)).toMatchObject({ id, buildable: false });
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(answer.body).toMatchObject({
      pricedSelection: [
        { code: 'BAG', charge: 'STANDARD' },
        { code: 'CARB', charge: 'CHARGEABLE', overridePercent: null },
        { code: 'PACK', charge: 'CHARGEABLE' },
        { code: 'PBLK', charge: 'CHARGEABLE' },
        { code: 'W19', charge: 'CHARGEABLE', overridePercent: 50 },
      ],
    });
  });

  it.each([
    ['bmw-g20-320i~DE~c1~W17.BAG', 400, 'INVALID_PARAMETER'],
    ['bmw-g20-320i~DE~c1~BAG.BAG', 400, 'INVALID_PARAMETER'],
    ['..%2fadmin', 400, 'INVALID_PARAMETER'],
    ['a%00', 400, 'INVALID_PARAMETER'],
    ['a%0d%0aHost:x', 400, 'INVALID_PARAMETER'],
    ['x'.repeat(10_000), 400, 'INVALID_PARAMETER'],
    ['nothing~DE~c1~BAG', 404, 'VARIANT_UNKNOWN'],
    ['bmw-g20-320i~ZZ~c1~BAG', 400, 'MARKET_UNKNOWN'],
    ['bmw-g20-320i~DE~c1~NOPE', 404, 'ITEM_UNKNOWN'],
    ['bmw-g20-320i~DE~c0~BAG', 410, 'CONFIGURATION_STALE'],
  ])('refuses the id %.40s', async (id, status, code) => {
    expect(await get(`/v1/configurations/${id}`)).toMatchObject({ status, body: { code } });
  });

  it('sorts out of a batch what it does not know', async () => {
    const stale = 'bmw-g20-320i~DE~c0~BAG';
    const { body, headers } = await get(`/v1/configurations/batch?ids=${initialId},${stale},x`);

    expect(body).toMatchObject({ items: [{ id: initialId }], notFound: [stale, 'x'] });
    expect(headers.get('cache-control')).toBe('public, max-age=3600');
  });

  it('says what keeps a selection from being built', async () => {
    const check = async (codes: string) => {
      const { body } = await get(
        `/v1/buildability?variant=bmw-g20-320i&market=DE&language=en&codes=${codes}`,
      );
      return expectSchema(buildability, body);
    };

    expect((await check('BAG,PBLK,W17')).violations).toEqual([]);
    const broken = await check('HUD,PACK,CARB,PRED,W17,W19,NOPE');
    expect(broken.violations.map(({ code, subject, rule: id }) => [code, subject, id])).toEqual([
      ['UNKNOWN_CODE', 'NOPE', null],
      ['FAMILY_CARDINALITY', 'W17', 'WHEEL'],
      ['INCLUDES', 'PACK', 'PACK'],
      ['INCLUDES', 'PACK', 'PACK'],
      ['INCLUDES', 'CARB', 'R-0002'],
      ['INCLUDES', 'BAG', null],
      ['REQUIRES', 'HUD', 'R-0001'],
      ['EXCLUDES', 'CARB', 'R-0003'],
    ]);
    expect(broken).toMatchObject({ buildable: false, configurationId: null });
  });
});

describe('configuration changes', () => {
  async function change(
    input: { configurationId?: string; add?: string[]; remove?: string[] },
    query = '',
  ): Promise<Static<typeof configurationChange>> {
    const { body } = await sendJson(`${part.url}/v1/configuration-changes${query}`, {
      items: [{ configurationId: initialId, add: [], remove: [], ...input }],
    });
    const { items } = expectSchema(calculationsOf(configurationChange), body);
    if (!items[0]) throw new Error(JSON.stringify(body));
    return items[0];
  }
  const codesOf = (items: readonly { code: string }[] | undefined) =>
    items?.map(({ code }) => code);

  it('exchanges within a family and says so, with the price', async () => {
    const { status, applied } = await change({ add: ['W19'] });

    expect(status).toBe('APPLIED');
    expect(codesOf(applied?.added)).toEqual(['W19']);
    expect(codesOf(applied?.removed)).toEqual(['W17']);
    expect(applied?.priceDifference).toEqual({
      net: { amount: '1500.01', currency: 'EUR' },
      gross: { amount: '1785.01', currency: 'EUR' },
    });
  });

  it('brings the members of a package along at no charge, in the place of standard equipment', async () => {
    const { status, applied } = await change({ add: ['PACK'] });

    expect(status).toBe('APPLIED');
    expect(codesOf(applied?.added)).toEqual(['NAV', 'PACK', 'W18']);
    expect(codesOf(applied?.removed)).toEqual(['W17']);
    expect(applied?.priceDifference.net.amount).toBe('2000.00');
  });

  it('takes the members away with their package and puts standard equipment back', async () => {
    const { status, applied } = await change({
      configurationId: 'bmw-g20-320i~DE~c1~BAG.NAV.PACK.PBLK.W18',
      remove: ['PACK'],
    });

    expect(status).toBe('APPLIED');
    expect(applied?.configuration.id).toBe(initialId);
    expect(applied?.priceDifference.net.amount).toBe('-2000.00');
  });

  it('forces what a rule includes, and halves what a rule reduces', async () => {
    const { applied } = await change({ add: ['CARB', 'W19'] });

    expect(codesOf(applied?.added)).toEqual(['CARB', 'SEAT', 'W19']);
    // 2,500.00 + 400.00 + half of 1,500.01, half-up.
    expect(applied?.priceDifference.net.amount).toBe('3650.01');
  });

  it('offers what a choice requires, and changes nothing by itself', async () => {
    const { status, applied, violations, alternatives } = await change(
      { add: ['HUD'] },
      '?language=en',
    );

    expect(status).toBe('CONFLICT');
    expect(applied).toBeNull();
    expect(violations).toMatchObject([
      { code: 'REQUIRES', subject: 'HUD', rule: 'R-0001', message: 'Reason of R-0001' },
    ]);
    expect(alternatives.map(({ added }) => codesOf(added))).toEqual([['HUD', 'NAV']]);
    expect(alternatives[0]?.priceDifference.net.amount).toBe('1900.00');
  });

  it('keeps the newest choice and gives up the fewest earlier ones', async () => {
    const { status, alternatives } = await change({
      configurationId: 'bmw-g20-320i~DE~c1~BAG.HUD.NAV.PACK.PRED.W18',
      add: ['CARB'],
    });

    expect(status).toBe('CONFLICT');
    expect(alternatives[0]?.configuration.selection).toContain('CARB');
    expect(alternatives.every(({ configuration: { buildable } }) => buildable)).toBe(true);
    expect(alternatives.every(({ removed }) => codesOf(removed)?.includes('PACK'))).toBe(true);
  });

  it('does not let a package push out a wheel that was chosen', async () => {
    const { status, violations, alternatives } = await change({
      configurationId: 'bmw-g20-320i~DE~c1~BAG.PBLK.W19',
      add: ['PACK'],
    });

    expect(status).toBe('CONFLICT');
    expect(violations).toMatchObject([{ code: 'FAMILY_CARDINALITY', rule: 'WHEEL' }]);
    expect(codesOf(alternatives[0]?.removed)).toEqual(['W19']);
  });

  it('does not take standard equipment off', async () => {
    const { status, alternatives } = await change({ remove: ['BAG'] });

    expect(status).toBe('CONFLICT');
    expect(alternatives).toMatchObject([{ added: [], removed: [] }]);
  });

  it('answers the good entries and says what is wrong with the others', async () => {
    const { body, headers } = await sendJson(`${part.url}/v1/configuration-changes`, {
      items: [
        { configurationId: initialId, add: ['PRED'], remove: [] },
        { configurationId: initialId, add: ['NOPE'], remove: [] },
        { configurationId: initialId, add: ['OLD'], remove: [] },
        { configurationId: initialId, add: ['HUD'], remove: ['HUD'] },
        { configurationId: 'bmw-g20-320i~DE~c0~BAG', add: [], remove: [] },
        { configurationId: '../x', add: [], remove: [] },
        { configurationId: 'bmw-g20-320i~JP~c1~BAG.PBLK.W17', add: ['PRED'], remove: [] },
      ],
    });

    expect(body).toMatchObject({
      items: [{ status: 'APPLIED' }],
      failures: [
        { code: 'ITEM_UNKNOWN', detail: expect.stringContaining('NOPE') as string },
        { code: 'ITEM_UNKNOWN', detail: expect.stringContaining('OLD') as string },
        { code: 'INVALID_PARAMETER' },
        { code: 'CONFIGURATION_STALE' },
        { code: 'INVALID_PARAMETER', key: '../x' },
        { code: 'NO_PRICE_LIST' },
      ],
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });
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
