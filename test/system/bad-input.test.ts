// What a client gets wrong is said clearly, with a code, and sends nothing upstream that should not be sent.
import { describe, expect, it } from 'vitest';

import { inner } from './row-selection.ts';
import { sample } from './samples.ts';
import { useStack } from './stack-under-test.ts';

const hostileIds = [
  '../admin',
  '..',
  '.',
  '%2e%2e%2f',
  'a\r\nHost: evil.example',
  '//evil.example',
  '?x=1',
  '#fragment',
  'a\u0000b',
  'а', // Cyrillic
  'x'.repeat(10_240),
  'a,b',
  'a/b',
  'a b',
  '',
];

const fieldsThatTakeIds: Readonly<Record<string, string>> = {
  market: 'query($id: ID!) { market(id: $id) { name } }',
  modelVariant: 'query($id: ID!) { modelVariant(id: $id) { name } }',
  modelVariants: 'query($id: ID!) { modelVariants(ids: [$id]) { name } }',
  modelSeries: 'query($id: ID!) { modelSeries(brand: $id, market: "DE") { name } }',
  decodeVin: 'query($id: ID!) { decodeVin(vin: $id) { wmi } }',
  vehicle: 'query($id: ID!) { vehicle(vin: $id) { mileageKm } }',
  configuration: 'query($id: ID!) { configuration(id: $id) { buildable } }',
  savedConfiguration: 'query($id: ID!) { savedConfiguration(code: $id) { name } }',
  buildability: `query($id: ID!) { buildability(variant: "${sample.variant}", market: "DE", selection: [$id]) { buildable } }`,
  exchangeRate: 'query($id: ID!) { exchangeRate(currency: $id) { rate } }',
  dealer: 'query($id: ID!) { dealer(id: $id) { name } }',
  recallChecks: 'query($id: ID!) { recallChecks(vins: [$id]) { vin } }',
  basePrice: `query($id: ID!) { modelVariant(id: "${sample.variant}") { basePrice(market: $id) { priceList } } }`,
};

describe('bad input', () => {
  const stack = useStack({ scopes: 'vehicle:read service:write', subject: sample.owner });

  it.each(Object.entries(fieldsThatTakeIds))(
    'refuses hostile ids as BAD_USER_INPUT without any call upstream: %s',
    async (field, document) => {
      for (const id of hostileIds) {
        const answer = await stack.query(document, { id });

        const sent = stack.requests().map((request) => request.target);
        const harmless =
          field === 'basePrice' ? sent.filter((path) => !path.includes('model-variants')) : sent;
        expect(harmless, JSON.stringify(id.slice(0, 40))).toEqual([]);
        expect(answer.status, JSON.stringify(id.slice(0, 40))).toBeLessThan(500);
        expect(answer.errors?.[0]?.extensions['code'], JSON.stringify(id.slice(0, 40))).toMatch(
          /^(BAD_USER_INPUT|VIN_INVALID)$/,
        );
      }
    },
  );

  it('answers null without an error where there is nothing', async () => {
    const { data, errors } = await stack.query(`{
      market(id: "ZZ") { name }
      modelVariant(id: "bmw-no-such-variant") { name }
      vehicle(vin: "WBA00000000000000") { mileageKm }
      savedConfiguration(code: "ZZZZZZZZ") { name }
      dealer(id: "D-DE-999") { name }
    }`);

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      market: null,
      modelVariant: null,
      vehicle: null,
      savedConfiguration: null,
      dealer: null,
    });
  });

  it('names an unknown market', async () => {
    const { status, errors } = await stack.query(
      `{ modelVariant(id: "${sample.variant}") { basePrice(market: "ZZ") { priceList } selectables(market: "ZZ") { family { id } } } }`,
    );

    expect(status).toBe(200);
    expect(errors?.map((error) => error.extensions['code'])).toEqual([
      'MARKET_UNKNOWN',
      'MARKET_UNKNOWN',
    ]);
    expect(errors?.[0]?.message).toContain('ZZ');
  });

  it('asks for a market where neither argument nor header says one', async () => {
    const { errors } = await stack.query(
      `{ modelVariant(id: "${sample.variant}") { basePrice { priceList } } }`,
    );

    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain('x-marque-market');
  });

  it('takes the market from the header where the argument is left out', async () => {
    const { data, errors } = await stack.query(
      `{ modelVariant(id: "${sample.variant}") { basePrice { priceList } } }`,
      {},
      { 'x-marque-market': 'FR' },
    );

    expect(errors).toBeUndefined();
    expect(inner(inner(data, 'modelVariant'), 'basePrice')['priceList']).toMatch(/^FR-/);
  });

  it('says that no price list is valid at the price date', async () => {
    const { status, data, errors } = await stack.query(
      `{ modelVariant(id: "${sample.variant}") { name basePrice(market: "DE") { priceList } } }`,
      {},
      { 'x-marque-price-date': '1999-01-01' },
    );

    expect(status).toBe(200);
    expect(inner(data, 'modelVariant')).toMatchObject({
      name: expect.any(String),
      basePrice: null,
    });
    expect(errors?.[0]?.extensions['code']).toBe('NO_PRICE_LIST');
    expect(errors?.[0]?.message).toContain('1999-01-01');
  });

  it('refuses a malformed dimension header and says what it expects', async () => {
    for (const [header, value] of [
      ['x-marque-price-date', '01.02.2026'],
      ['x-marque-market', 'germany'],
      ['x-marque-brand', 'audi'],
    ] as const) {
      const { status, errors } = await stack.query('{ brands { id } }', {}, { [header]: value });

      expect(status).toBe(400);
      expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      expect(errors?.[0]?.message).toContain(header);
    }
  });

  it('refuses a wrong check digit only where the market requires it', async () => {
    const wrong =
      sample.usVin.slice(0, 8) + (sample.usVin[8] === '0' ? '1' : '0') + sample.usVin.slice(9);
    const decode =
      'query($vin: ID!, $market: ID) { decodeVin(vin: $vin, market: $market) { checkDigit } }';

    const required = await stack.query(decode, { vin: wrong, market: 'US' });
    const right = await stack.query(decode, { vin: sample.usVin, market: 'US' });
    const european = await stack.query(decode, { vin: sample.vin, market: 'DE' });

    expect(required.errors?.[0]?.extensions['code']).toBe('VIN_CHECK_DIGIT_MISMATCH');
    expect(required.data['decodeVin']).toBeNull();
    expect(right.data['decodeVin']).toEqual({ checkDigit: 'VALID' });
    expect(european.errors).toBeUndefined();
  });

  it('says that a code of a configuration no longer exists', async () => {
    const { data } = await stack.query(
      `{ modelVariant(id: "${sample.variant}") { initialConfiguration(market: "DE") { id } } }`,
    );
    const id = String(inner(inner(data, 'modelVariant'), 'initialConfiguration')['id']);
    const [variant, market, version, codes] = id.split('~');

    const gone = await stack.query('query($id: ID!) { configuration(id: $id) { id } }', {
      id: `${variant}~${market}~${version}~${codes}.ZZ9`,
    });
    const changed = await stack.run('09-change-configuration', {
      input: { configuration: id, add: ['ZZ9'] },
    });
    const stale = await stack.query('query($id: ID!) { configuration(id: $id) { id } }', {
      id: `${variant}~${market}~c0~${codes}`,
    });

    expect(gone.data['configuration']).toBeNull();
    expect(gone.errors).toBeUndefined();
    expect(changed.errors?.[0]?.extensions['code']).toBe('ITEM_UNKNOWN');
    expect(changed.errors?.[0]?.message).toContain('ZZ9');
    expect(stale.data['configuration']).toBeNull();
    expect(stale.errors?.map((error) => error.extensions['code']) ?? []).toSatisfy(
      (codesOfStale: unknown[]) =>
        codesOfStale.length === 0 || codesOfStale[0] === 'CONFIGURATION_STALE',
    );
  });

  it('refuses an idempotency key that was used for something else', async () => {
    const write = `mutation($input: UpdateMileageInput!) { updateMileage(input: $input) { mileageKm } }`;
    const { mileageKm, mileageAt } = (
      await stack.query('query($vin: ID!) { vehicle(vin: $vin) { mileageKm mileageAt } }', {
        vin: sample.vin,
      })
    ).data['vehicle'] as { mileageKm: number; mileageAt: string };
    const input = { vin: sample.vin, mileageAt: stack.today, idempotencyKey: 'same-key-0001' };

    const first = await stack.query(write, { input: { ...input, mileageKm: mileageKm + 1 } });
    const second = await stack.query(write, { input: { ...input, mileageKm: mileageKm + 2 } });
    const backwards = await stack.query(write, {
      input: { ...input, mileageKm: 1, idempotencyKey: 'other-key-0001' },
    });

    expect(mileageAt <= stack.today).toBe(true);
    expect(first.errors).toBeUndefined();
    expect(second.errors?.[0]?.extensions['code']).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(backwards.errors?.[0]?.extensions['code']).toBe('MILEAGE_BELOW_KNOWN');
  });

  it('keeps vehicle data from callers without the scope, and asks nothing upstream for it', async () => {
    const anonymous = await stack.query(
      'query($vin: ID!) { vehicle(vin: $vin) { mileageKm } }',
      { vin: sample.vin },
      { authorization: '' },
    );

    expect(anonymous.data['vehicle'] ?? null).toBeNull();
    expect(anonymous.errors?.[0]?.extensions['code']).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    expect(anonymous.restCallCount).toBe(0);
  });
});
