// The 19 operations with variables that give real answers, for tests that are about all of them at once.
import { ConfigurationOracle } from './configuration-oracle.ts';
import { inner } from './row-selection.ts';
import { sample } from './samples.ts';
import type { StackUnderTest } from './stack-under-test.ts';

/** A document of test/operations and what to ask it with. */
export interface OperationSample {
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Operations 1 to 12 but for the saving of 12: the same for everybody. */
export async function findPublicSamples(stack: StackUnderTest): Promise<OperationSample[]> {
  const { market, brand, variant: id, compared } = sample;
  const oracle = new ConfigurationOracle(stack);
  const configuration = await oracle.configurationOfForty();
  const { configuration: initial, add } = await oracle.findConflict();
  const selection = [...(initial.split('~')[3] ?? '').split('.'), ...add];
  const saved = await stack.query(
    'mutation ($input: SaveConfigurationInput!) { saveConfiguration(input: $input) { code } }',
    { input: { configuration: initial, name: 'Sample', idempotencyKey: 'operation-samples' } },
  );
  return [
    { name: '01-markets', variables: {} },
    { name: '02-model-series', variables: { brand, market } },
    { name: '03-search', variables: { filter: { brand, market }, market } },
    { name: '04-model-variant', variables: { id, market } },
    { name: '05-compare', variables: { ids: compared, market } },
    { name: '06-initial-configuration', variables: { id, market } },
    { name: '07-configuration', variables: { id: configuration } },
    { name: '08-selectables', variables: { id, market } },
    { name: '09-change-configuration', variables: { input: { configuration: initial, add } } },
    { name: '10-buildability', variables: { variant: id, market, selection } },
    { name: '11-price', variables: { id: initial, termMonths: 36, downPaymentPercent: 10 } },
    {
      name: '12-saved-configuration',
      variables: { code: inner(saved.data, 'saveConfiguration')['code'] },
    },
  ];
}

/** Operations 13 to 18: what the owner of the garage sees. */
export const ownershipSamples: readonly OperationSample[] = [
  { name: '13-vehicle', variables: { vin: sample.vin } },
  { name: '14-garage', variables: {} },
  { name: '15-service-status', variables: { vin: sample.vin } },
  { name: '16-service-plan', variables: { vin: sample.vin, dealer: sample.dealer } },
  { name: '17-service-products', variables: { vin: sample.vin, market: sample.market } },
  { name: '18-recalls', variables: { vins: [sample.vin, sample.usVin] } },
];

/** The writes, 12 and 19; `serial` makes key and mileage unlike those of any other write. */
export function createWriteSamples(
  configuration: string,
  today: string,
  serial: number,
): readonly OperationSample[] {
  const mileage = { vin: sample.vin, mileageKm: 400_000 + serial };
  return [
    {
      name: '12-save-configuration',
      variables: {
        input: { configuration, name: `Mine ${serial}`, idempotencyKey: `save-write-${serial}` },
      },
    },
    {
      name: '19-record-service',
      variables: {
        service: {
          ...mileage,
          performedOn: today,
          items: ['OIL'],
          dealer: sample.dealer,
          idempotencyKey: `record-write-${serial}`,
        },
        mileage: { ...mileage, mileageAt: today, idempotencyKey: `mileage-write-${serial}` },
      },
    },
  ];
}
