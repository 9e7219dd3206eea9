// Registration and CO2 taxes by market: parameters of law where the source is sure of them.
import type { VehicleTaxRow } from '../rows/price-rows.ts';
import {
  derivedFrom,
  PUBLIC_RECORD,
  realFrom,
  SYNTHETIC,
  syntheticFrom,
  TAX_PARAMETERS,
} from './provenance.ts';
import type { TaxParameters } from './read-sources.ts';

const MINOR = 100;
const LAST_NOVA_YEAR = 2026;

/** Every row's parameters are integers in minor units, g/km, kg and tenths of a mile per gallon. */
export function buildVehicleTaxes(tax: TaxParameters): readonly VehicleTaxRow[] {
  return [
    ...austria(tax),
    ...france(tax),
    ...netherlands(tax),
    britain(tax),
    unitedStates(tax),
    none('DE', 'No registration tax', 'Keine Zulassungssteuer'),
    // Both have taxes on acquisition or import that are left out here: hence not real.
    {
      ...none('JP', 'No vehicle tax in this catalogue', 'Keine Fahrzeugsteuer im Katalog'),
      ...SYNTHETIC,
    },
    {
      ...none('CH', 'No vehicle tax in this catalogue', 'Keine Fahrzeugsteuer im Katalog'),
      ...SYNTHETIC,
    },
  ];
}

function austria(tax: TaxParameters): readonly VehicleTaxRow[] {
  return Object.entries(tax.AT_NoVA.years).map(([year, nova]) => ({
    market: 'AT',
    kind: 'NOVA',
    name: { en: 'Standard consumption tax', de: 'Normverbrauchsabgabe' },
    parameters: {
      deductGramsPerKm: nova.deduct,
      divisor: 5,
      maxRatePercent: Math.round(nova.maxRate * 100),
      malusAboveGramsPerKm: nova.malusLimit,
      malusPerGramMinor: nova.malusPerGram * MINOR,
      deductionMinor: 350 * MINOR,
    },
    validFrom: `${year}-01-01`,
    validTo: Number(year) === LAST_NOVA_YEAR ? null : `${year}-12-31`,
    ...sureness(nova.source),
  }));
}

function france(tax: TaxParameters): readonly VehicleTaxRow[] {
  const published = Object.entries(tax.FR_malus_CO2_2025.table);
  const [lastGram, lastEur] = published.at(-1) ?? ['0', 0];
  const amounts = new Map(published.map(([gram, eur]) => [Number(gram), eur]));
  // The source ends here; the scale goes on to its known cap at 193 g/km in a smooth curve.
  const capGram = 193;
  const capEur = 70_000;
  for (let gram = Number(lastGram) + 1; gram <= capGram; gram += 1) {
    const share = (gram - Number(lastGram)) / (capGram - Number(lastGram));
    amounts.set(gram, Math.round(lastEur + (capEur - lastEur) * share * share));
  }
  const period = { validFrom: '2025-01-01', validTo: null };
  return [
    {
      market: 'FR',
      kind: 'MALUS_CO2',
      name: { en: 'CO2 malus', fr: 'Malus CO2' },
      parameters: {
        amountMinorByGramsPerKm: Object.fromEntries(
          [...amounts].map(([gram, eur]) => [String(gram), eur * MINOR]),
        ),
        capMinor: capEur * MINOR,
      },
      ...period,
      ...syntheticFrom(`${TAX_PARAMETERS} (to ${lastGram} g/km; above it a curve)`),
    },
    {
      market: 'FR',
      kind: 'MALUS_WEIGHT',
      name: { en: 'Weight malus', fr: 'Malus masse' },
      parameters: {
        bands: tax.FR_malus_weight_2025.bands.map(([fromKg, toKg, perKg]) => ({
          fromKg,
          toKg,
          perKgMinor: perKg * MINOR,
        })),
        // Both together end where the scale on CO2 does.
        jointCapMinor: capEur * MINOR,
      },
      ...period,
      ...syntheticFrom(TAX_PARAMETERS),
    },
  ];
}

function netherlands(tax: TaxParameters): readonly VehicleTaxRow[] {
  const name = {
    en: 'Private motor vehicle tax',
    nl: 'Belasting van personenauto’s en motorrijwielen',
  };
  const { fixed, brackets, dieselSurcharge } = tax.NL_BPM_2017;
  let baseEur = fixed;
  const cumulative = brackets.map(([from, to, perGram]) => {
    const bracket = {
      fromGramsPerKm: from - 1,
      toGramsPerKm: to,
      baseMinor: baseEur * MINOR,
      perGramMinor: perGram * MINOR,
    };
    if (to !== null) baseEur += (to - from + 1) * perGram;
    return bracket;
  });
  return [
    {
      market: 'NL',
      kind: 'BPM',
      name,
      parameters: { brackets: cumulative, dieselSurcharge: surcharge(dieselSurcharge) },
      validFrom: '2017-01-01',
      validTo: '2017-12-31',
      ...derivedFrom(TAX_PARAMETERS),
    },
    {
      market: 'NL',
      kind: 'BPM',
      name,
      parameters: {
        brackets: tax.NL_BPM_2025.brackets.map(([from, to, base, perGram]) => ({
          fromGramsPerKm: from,
          toGramsPerKm: to,
          baseMinor: base * MINOR,
          perGramMinor: perGram * MINOR,
        })),
        dieselSurcharge: surcharge(tax.NL_BPM_2025.dieselSurcharge),
      },
      validFrom: '2025-01-01',
      validTo: null,
      ...syntheticFrom(TAX_PARAMETERS),
    },
  ];
}

function surcharge(diesel: { above: number; perGram: number }): Readonly<Record<string, number>> {
  return { aboveGramsPerKm: diesel.above, perGramMinor: Math.round(diesel.perGram * MINOR) };
}

function britain(tax: TaxParameters): VehicleTaxRow {
  return {
    market: 'GB',
    kind: 'VED_FIRST_YEAR',
    name: { en: 'Vehicle excise duty, first year' },
    parameters: {
      bands: tax.GB_VED_first_year_2025_26.bands.map(([from, to, amount]) => ({
        fromGramsPerKm: from,
        toGramsPerKm: to,
        amountMinor: amount * MINOR,
      })),
    },
    validFrom: '2025-04-01',
    validTo: null,
    ...syntheticFrom(TAX_PARAMETERS),
  };
}

function unitedStates(tax: TaxParameters): VehicleTaxRow {
  return {
    market: 'US',
    kind: 'GAS_GUZZLER',
    name: { en: 'Gas guzzler tax' },
    parameters: {
      // The law counts unadjusted miles per gallon; the EPA's label figures are about a fifth lower.
      unadjustedPercentOfLabel: 127,
      bands: tax.US_gasGuzzler.table.map(([fromMpg, amount]) => ({
        fromTenthsMpg: Math.round(fromMpg * 10),
        amountMinor: amount * MINOR,
      })),
    },
    validFrom: '1991-01-01',
    validTo: null,
    ...syntheticFrom(TAX_PARAMETERS),
  };
}

function none(market: VehicleTaxRow['market'], en: string, de: string): VehicleTaxRow {
  return {
    market,
    kind: 'NONE',
    name: { en, de },
    parameters: {},
    validFrom: '2000-01-01',
    validTo: null,
    ...realFrom(PUBLIC_RECORD),
  };
}

function sureness(source: string): Pick<VehicleTaxRow, 'provenance' | 'source'> {
  return source.startsWith('fetched') ? realFrom(TAX_PARAMETERS) : syntheticFrom(TAX_PARAMETERS);
}
