// A request for each operation of the services' OpenAPI documents that is answered with data.
import type { Contract, ContractRequest, Operation } from './contract.ts';
import type { ServiceName } from './running-services.ts';

type Values = Readonly<Record<string, string>>;

const at = '2026-11-21';
const variant = 'bmw-g20-m340i-xdrive';
const configuration = `${variant}~DE~c1~1CB.1CC.1CD.1W2.2VB.431.4U2.508.534.544.548.563.6AE.845.8TF.992.P0300.U0AT`;
const codes = configuration.split('~')[3] ?? '';
const item = `${variant}~DE~L01`;
/** A car with a service contract and a recall. */
export const vin = '3MW5U9J00N3101153';
const dealer = 'D-DE-001';
const vehicleState = {
  vin,
  market: 'DE',
  engine: 'B58',
  fuel: 'PETROL',
  firstRegistration: '2022-09-04',
  mileageKm: 28_176,
  mileageAt: '2026-10-15',
};

const dimensions: Values = { market: 'DE', language: 'de', at, limit: '5' };
const ofVariant: Values = { id: variant };

/** Parameters of the reads beside the dimensions. `{code}` of a saved configuration is drawn when it is saved. */
const reads: Readonly<Record<ServiceName, Readonly<Record<string, Values>>>> = {
  vehicle: {
    '/v1/markets': {},
    '/v1/markets/batch': { ids: 'DE,US' },
    '/v1/markets/{id}': { id: 'DE' },
    '/v1/brands': {},
    '/v1/brands/batch': { ids: 'bmw,mini' },
    '/v1/brands/{id}': { id: 'bmw' },
    '/v1/model-series': { brand: 'bmw' },
    '/v1/model-series/batch': { ids: 'G20,F40' },
    '/v1/model-series/{id}': { id: 'G20' },
    '/v1/model-variants': { brand: 'bmw', series: 'G20', fuel: 'PETROL', minPowerKw: '200' },
    '/v1/model-variants/batch': { ids: `${variant},bmw-g21-330e` },
    '/v1/model-variants/{id}': ofVariant,
    '/v1/vins/batch': { ids: `${vin},WBA43FJ01R3157894` },
    '/v1/vins/{vin}': { vin },
    '/v1/vehicles': { owner: 'C-0001' },
    '/v1/vehicles/batch': { ids: vin },
    '/v1/vehicles/{vin}': { vin },
  },
  options: {
    '/v1/option-families/batch': { ids: 'G20,G21' },
    '/v1/standard-equipment/batch': { ids: variant },
    '/v1/selectables/batch': { ids: variant },
    '/v1/model-variants/{id}/options': ofVariant,
    '/v1/model-variants/{id}/packages': ofVariant,
    '/v1/model-variants/{id}/lines': ofVariant,
    '/v1/model-variants/{id}/paints': ofVariant,
    '/v1/model-variants/{id}/upholsteries': ofVariant,
    '/v1/model-variants/{id}/wheels': ofVariant,
    '/v1/items/batch': { ids: item },
    '/v1/rules': { variant },
    '/v1/initial-configurations/batch': { ids: variant },
    '/v1/configurations/batch': { ids: configuration },
    '/v1/configurations/{id}': { id: configuration },
    '/v1/buildability': { variant, codes: codes.replaceAll('.', ',') },
  },
  pricing: {
    '/v1/price-lists': {},
    '/v1/taxes': { ids: 'DE,US' },
    '/v1/variant-prices/batch': { ids: variant },
    '/v1/item-prices/batch': { ids: item },
    '/v1/campaigns': { brand: 'bmw' },
    '/v1/dealer-campaigns/batch': { ids: dealer },
    '/v1/delivery-charges': {},
    '/v1/exchange-rates/{currency}': { currency: 'USD' },
    '/v1/finance-offers': { amountMinor: '5000000', currency: 'EUR', termMonths: '36' },
  },
  maintenance: {
    '/v1/maintenance-items': {},
    '/v1/maintenance-items/batch': { ids: 'OIL,BRAKE_FLUID' },
    '/v1/intervals/batch': { ids: 'B58' },
    '/v1/fluids/batch': { ids: 'B58' },
    '/v1/oil-norms': {},
    '/v1/labour-operations': { item: 'OIL' },
    '/v1/parts': { item: 'OIL' },
    '/v1/dealers': { brand: 'bmw', offset: '0' },
    '/v1/dealers/batch': { ids: dealer },
    '/v1/dealers/{id}': { id: dealer },
    '/v1/labour-rates/batch': { ids: dealer },
    '/v1/service-history': { vin },
    '/v1/service-products': {},
    '/v1/contracts/batch': { ids: vin },
    '/v1/contracts/by-id/batch': { ids: 'SC-0001' },
    '/v1/contracts/{id}': { id: 'SC-0001' },
    '/v1/recalls/batch': { ids: vin },
    '/v1/recall-campaigns/batch': { ids: 'RC-2023-001' },
  },
};

/** Inputs of the calculations, each with one that can be computed and one that cannot. */
export const calculations: Readonly<
  Record<ServiceName, Readonly<Record<string, readonly object[]>>>
> = {
  vehicle: {
    '/v1/wltp-calculations': ['DE', 'XX'].map((market) => ({
      configurationId: configuration,
      variantId: variant,
      market,
      selection: codes.split('.'),
    })),
  },
  options: {
    // The line conflicts with what the car has by default, so there are alternatives.
    '/v1/configuration-changes': [configuration, `${variant}~DE~c1~NOPE`].map(
      (configurationId) => ({ configurationId, add: ['L01'], remove: [] }),
    ),
  },
  pricing: {
    '/v1/price-calculations': [variant, 'bmw-none'].map((variantId) => ({
      key: variantId,
      variantId,
      market: 'DE',
      at,
      selection: codes
        .split('.')
        .map((code) => ({ code, charge: 'STANDARD', overridePercent: null })),
      co2GramsPerKm: 180,
      massKg: 1_700,
      gasGuzzlerMpg: null,
      scope: 'FULL',
    })),
  },
  maintenance: {
    '/v1/service-status': ['B58', 'none'].map((engine) => ({ ...vehicleState, engine })),
    '/v1/service-plans': [dealer, 'D-XX-999'].map((id) => ({
      vehicle: vehicleState,
      dealer: id,
      at,
      windowMonths: 3,
      horizonMonths: 36,
    })),
  },
};

/** A write that changes something when it is done for the first time. */
export interface SampleWrite {
  readonly service: ServiceName;
  readonly operation: Pick<Operation, 'method' | 'path'>;
  readonly request: ContractRequest;
}

/** The writes of all services. */
export const writes: readonly SampleWrite[] = [
  {
    service: 'vehicle',
    operation: { method: 'put', path: '/v1/vehicles/{vin}/mileage' },
    request: {
      pathAndQuery: `/v1/vehicles/${vin}/mileage`,
      body: { mileageKm: 30_000, mileageAt: at },
    },
  },
  {
    service: 'options',
    operation: { method: 'post', path: '/v1/saved-configurations' },
    request: {
      pathAndQuery: '/v1/saved-configurations',
      body: { configurationId: configuration, name: 'Mine' },
    },
  },
  {
    service: 'maintenance',
    operation: { method: 'post', path: '/v1/service-records' },
    request: {
      pathAndQuery: '/v1/service-records',
      body: { vin, performedOn: at, mileageKm: 30_000, items: ['OIL'], dealer },
    },
  },
];

/**
 * Gives each read of a service's document with what to ask it by.
 *
 * @throws Error for a read that has no sample here, so that a new one is not forgotten.
 */
export async function sampleReads(
  service: ServiceName,
  contract: Contract,
): Promise<readonly { readonly operation: Operation; readonly pathAndQuery: string }[]> {
  const samples = { ...reads[service] };
  if (service === 'options') {
    const { code } = (await contract.post(
      '/v1/saved-configurations',
      { configurationId: configuration, name: null },
      { 'idempotency-key': 'sample-reads' },
    )) as { readonly code: string };
    samples['/v1/saved-configurations/{code}'] = { code };
  }
  return contract.operations
    .filter(({ method }) => method === 'get')
    .map((operation) => {
      const own = samples[operation.path];
      if (!own) throw new Error(`GET ${operation.path} of ${service} has no sample.`);
      return { operation, pathAndQuery: fill(operation, { ...dimensions, ...own }) };
    });
}

/** Puts values into the path and the query of an operation that declares them. */
function fill({ path, parameters }: Operation, values: Values): string {
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.name in values)
    .map(({ name }) => `${name}=${values[name] ?? ''}`);
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}
