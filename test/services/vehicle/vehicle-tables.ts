// A catalogue of a handful of rows, enough to tell right from wrong answers.
import type { ItemRow } from '../../../services/catalogue/rows/option-rows.ts';
import type { Sourced } from '../../../services/catalogue/rows/sourced.ts';
import type {
  ModelSeriesRow,
  RegisteredVehicleRow,
  VariantRow,
} from '../../../services/catalogue/rows/vehicle-rows.ts';
import type { VehicleTables } from '../../../services/vehicle/reference-data.ts';

const made: Sourced = { provenance: 'SYNTHETIC', source: 'test' };
const everywhere = { brands: null, series: null, fuels: null, markets: null };

const series: ModelSeriesRow = {
  code: 'G20',
  brand: 'bmw',
  name: { en: '3 Series Saloon', de: '3er Limousine' },
  bodyStyle: 'SALOON',
  ...made,
};

const variant: VariantRow = {
  id: 'bmw-g20-320i',
  brand: 'bmw',
  series: 'G20',
  name: '320i',
  typeKey: '5F11',
  modelYear: null,
  markets: ['DE', 'FR'],
  engine: 'B48',
  powerKw: 135,
  gearbox: 'AUTOMATIC',
  gears: 8,
  drive: 'RWD',
  massKg: 1_500,
  doors: 4,
  seats: 5,
  wltp: {
    co2GramsPerKmMin: 140,
    co2GramsPerKmMax: 161,
    litresPer100KmMin: 6.2,
    litresPer100KmMax: 7.1,
    kwhPer100KmMin: null,
    kwhPer100KmMax: null,
  },
  epa: null,
  electricRangeKm: null,
  batteryKwh: null,
  validFrom: '2023-01-01',
  validTo: null,
  ...made,
};

const electricVariant: VariantRow = {
  ...variant,
  id: 'bmw-g26-i4-edrive40',
  series: 'G26',
  name: 'i4 eDrive40',
  engine: 'EL-250',
  markets: ['DE', 'US'],
  powerKw: 250,
  gearbox: 'SINGLE_SPEED',
  gears: 1,
  wltp: {
    co2GramsPerKmMin: 0,
    co2GramsPerKmMax: 0,
    litresPer100KmMin: null,
    litresPer100KmMax: null,
    kwhPer100KmMin: 15.6,
    kwhPer100KmMax: 19.1,
  },
  electricRangeKm: 590,
  batteryKwh: 80.7,
};

/** Not among the rows: CO2 figures with a fraction. */
export const plugInHybrid: VariantRow = {
  ...variant,
  id: 'bmw-g20-330e',
  wltp: {
    co2GramsPerKmMin: 10.4,
    co2GramsPerKmMax: 11.4,
    litresPer100KmMin: 0.5,
    litresPer100KmMax: 0.6,
    kwhPer100KmMin: 15.2,
    kwhPer100KmMax: 16.4,
  },
};

const motorcycle: VariantRow = {
  ...variant,
  id: 'bmw-motorrad-k50-r-1200-gs',
  brand: 'bmw-motorrad',
  series: 'K50',
  name: 'R 1200 GS',
  engine: 'R1200',
  markets: ['DE'],
  powerKw: null,
  gearbox: null,
  gears: null,
  drive: 'SHAFT',
  massKg: null,
  wltp: null,
  validFrom: '2013-01-01',
  validTo: '2018-12-31',
};

function item(code: string, family: string, massKg: number): ItemRow {
  return {
    code,
    kind: 'OPTION',
    family,
    name: { en: code },
    applicability: everywhere,
    massKg,
    members: [],
    colour: null,
    finish: null,
    material: null,
    diameterInches: null,
    validFrom: '2020-01-01',
    validTo: null,
    ...made,
  };
}

const vehicle: RegisteredVehicleRow = {
  vin: 'WBA5F11000F123456',
  variant: variant.id,
  market: 'DE',
  firstRegistration: '2023-05-02',
  mileageKm: 20_000,
  mileageAt: '2026-01-10',
  factoryOptionCodes: ['248', '2VB'],
  owner: 'C-0001',
  colourCode: null,
  ...made,
};

/** The rows; spread and replace what a test is about. */
export const vehicleTables: VehicleTables = {
  markets: [
    {
      id: 'DE',
      name: { en: 'Germany', de: 'Deutschland' },
      currency: 'EUR',
      currencyMinorUnits: 2,
      languages: ['de', 'en'],
      pricesIncludeTax: true,
      vinCheckDigitRequired: false,
      ...made,
    },
    {
      id: 'US',
      name: { en: 'United States' },
      currency: 'USD',
      currencyMinorUnits: 2,
      languages: ['en'],
      pricesIncludeTax: false,
      vinCheckDigitRequired: true,
      ...made,
    },
  ],
  brands: [
    { id: 'bmw', name: 'BMW', ...made },
    { id: 'bmw-motorrad', name: 'BMW Motorrad', ...made },
  ],
  modelSeries: [
    series,
    { ...series, code: 'G26', name: { en: '4 Series Gran Coupé' } },
    { ...series, code: 'K50', brand: 'bmw-motorrad', name: { en: 'R 1200 GS' } },
  ],
  engines: [
    { code: 'B48', fuel: 'PETROL', cylinders: 4, displacementCc: 1_998, ...made },
    { code: 'EL-250', fuel: 'ELECTRIC', cylinders: null, displacementCc: null, ...made },
    { code: 'R1200', fuel: 'PETROL', cylinders: 2, displacementCc: 1_170, ...made },
  ],
  variants: [variant, electricVariant, motorcycle],
  // Heaviest equipment: 20 (one of two wheels) + 30 + 50 = 100 kg.
  items: [
    item('W18', 'WHEELS', 10),
    item('W20', 'WHEELS', 20),
    item('248', 'EXTRAS', 30),
    item('2VB', 'EXTRAS', 50),
  ],
  optionFamilies: [
    { id: 'WHEELS', name: { en: 'Wheels' }, cardinality: 'EXACTLY_ONE', position: 1, ...made },
    { id: 'EXTRAS', name: { en: 'Extras' }, cardinality: 'ARBITRARY', position: 2, ...made },
  ],
  wmis: [
    {
      wmi: 'WBA',
      manufacturer: 'BMW AG',
      brand: 'bmw',
      vehicleType: 'Passenger Car',
      country: 'GERMANY',
      ...made,
    },
    {
      wmi: '5UX',
      manufacturer: 'BMW Manufacturing',
      brand: 'bmw',
      vehicleType: 'Multipurpose Passenger Vehicle (MPV)',
      country: 'USA',
      ...made,
    },
    {
      wmi: 'WB1',
      manufacturer: 'BMW AG Motorcycles',
      brand: 'bmw-motorrad',
      vehicleType: 'Motorcycle',
      country: 'GERMANY',
      ...made,
    },
  ],
  vinPatterns: [
    pattern('WBA', '3B9C[35]', { Model: '320i', Series: '3-Series', 'Displacement (L)': '2.0' }),
    pattern('WBA', '3B***', { Model: '3 Series', Trim: 'Base', Doors: '4' }),
    pattern('WBA', '*****|*[AFK]', { 'Plant City': 'MUNICH', 'Plant Country': 'GERMANY' }),
    pattern('WB1', '01790', { Model: 'G 650 GS', 'Displacement (CC)': '652' }),
    pattern('WB1', '01**0', { Model: 'G 650', Series: 'R13' }),
  ],
  registeredVehicles: [vehicle, { ...vehicle, vin: 'WBA5F11000F123457' }],
};

function pattern(wmi: string, keys: string, attributes: Readonly<Record<string, string>>) {
  return { wmi, yearFrom: 2012, yearTo: 2015, keys, attributes, ...made };
}
