// Configurations over HTTP: read, checked and changed, on a small catalogue.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Static } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { RunningPart } from '../../../../runtime/part.ts';
import {
  buildability,
  configuration,
  configurationChange,
  initialConfiguration,
} from '../../../../services/options/schemas.ts';
import { calculationsOf } from '../../../../services/server/calculations.ts';
import { batchOf } from '../../../../services/server/schemas.ts';
import { expectSchema, readJson, sendJson } from '../../read-json.ts';
import { initialId, startOptionsBench } from '../options-bench.ts';

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
