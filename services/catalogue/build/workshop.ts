// Labour operations and parts by maintenance item: made up.
import type { LabourOperationRow, PartRow } from '../rows/maintenance-rows.ts';
import type { Applicability } from '../rows/sourced.ts';
import { namesOrNull, parseTextTable } from './parse-text-table.ts';
import { SYNTHETIC } from './provenance.ts';
import { BRAND_IDS, FUELS } from './vocabulary.ts';

const CARS = 'bmw mini rolls-royce';
const COMBUSTION = 'PETROL DIESEL PLUG_IN_HYBRID';

const LABOUR = `
1100500 | OIL | ${CARS} | ${COMBUSTION} | 8 | 0000601 | Change engine oil and filter | Motoröl und Filter wechseln
1100510 | OIL | bmw-motorrad | PETROL | 6 | | Change engine oil and filter, motorcycle | Motoröl und Filter wechseln, Motorrad
0000601 | OIL | ${CARS} | ${COMBUSTION} | 2 | | Remove and fit underbody cover | Unterbodenverkleidung aus- und einbauen
3400560 | BRAKE_FLUID | ${CARS} | | 8 | | Change brake fluid | Bremsflüssigkeit wechseln
3400570 | BRAKE_FLUID | bmw-motorrad | | 6 | | Change brake fluid, motorcycle | Bremsflüssigkeit wechseln, Motorrad
0000602 | VEHICLE_CHECK | ${CARS} | | 6 | 0000603 0000604 | Vehicle check | Fahrzeug-Check
0000603 | VEHICLE_CHECK | ${CARS} | | 2 | | Check brakes | Bremsen prüfen
0000604 | TIRE_WEAR_FRONT | ${CARS} | | 1 | | Check tyres | Reifen prüfen
0000605 | VEHICLE_CHECK | bmw-motorrad | | 7 | | Annual check, motorcycle | Jahres-Check, Motorrad
0000606 | VEHICLE_TUV | | | 3 | | Present for legal inspection | Vorführung zur Hauptuntersuchung
3411100 | BRAKE_PADS_FRONT | ${CARS} | | 13 | 0000603 3600500 | Renew front brake pads | Bremsbeläge vorn ersetzen
3411110 | BRAKE_PADS_FRONT | bmw-motorrad | | 6 | | Renew front brake pads, motorcycle | Bremsbeläge vorn ersetzen, Motorrad
3421200 | BRAKE_PADS_REAR | ${CARS} | | 13 | 0000603 3600510 | Renew rear brake pads | Bremsbeläge hinten ersetzen
3421210 | BRAKE_PADS_REAR | bmw-motorrad | | 6 | | Renew rear brake pads, motorcycle | Bremsbeläge hinten ersetzen, Motorrad
3600500 | TIRE_WEAR_FRONT | ${CARS} | | 4 | | Remove and fit front wheels | Vorderräder ab- und anbauen
3600510 | TIRE_WEAR_REAR | ${CARS} | | 4 | | Remove and fit rear wheels | Hinterräder ab- und anbauen
3600520 | TIRE_WEAR_FRONT | ${CARS} | | 8 | 3600500 0000604 | Renew front tyres | Reifen vorn ersetzen
3600530 | TIRE_WEAR_REAR | ${CARS} | | 8 | 3600510 | Renew rear tyres | Reifen hinten ersetzen
3600540 | TIRE_WEAR_FRONT | bmw-motorrad | | 7 | | Renew front tyre, motorcycle | Reifen vorn ersetzen, Motorrad
3600550 | TIRE_WEAR_REAR | bmw-motorrad | | 8 | | Renew rear tyre, motorcycle | Reifen hinten ersetzen, Motorrad
6400100 | MICROFILTER | ${CARS} | ${COMBUSTION} | 3 | | Renew microfilter | Mikrofilter ersetzen
1372000 | AIR_FILTER | ${CARS} | ${COMBUSTION} | 4 | | Renew air filter element | Luftfiltereinsatz ersetzen
1372010 | AIR_FILTER | bmw-motorrad | PETROL | 5 | | Renew air filter element, motorcycle | Luftfiltereinsatz ersetzen, Motorrad
1332000 | FUEL_FILTER | bmw mini | DIESEL | 6 | 0000601 | Renew fuel filter | Kraftstofffilter ersetzen
1212000 | SPARK_PLUGS | ${CARS} | PETROL PLUG_IN_HYBRID | 9 | | Renew spark plugs | Zündkerzen ersetzen
1212010 | SPARK_PLUGS | bmw-motorrad | PETROL | 7 | | Renew spark plugs, motorcycle | Zündkerzen ersetzen, Motorrad
6400110 | CABIN_FILTER | ${CARS} | ELECTRIC | 4 | | Renew cabin filter | Innenraumfilter ersetzen
1700500 | COOLANT | ${CARS} | ELECTRIC | 22 | | Change high-voltage coolant | Kühlmittel Hochvoltsystem wechseln
4100900 | BONNET_GAS_STRUTS | bmw mini | | 5 | | Renew gas struts of the active bonnet | Gasdruckfedern der aktiven Motorhaube ersetzen
3600600 | TYRE_MOBILITY_SEALANT | ${CARS} | | 1 | | Renew tyre sealant | Reifendichtmittel ersetzen
1134000 | VALVE_CLEARANCE | bmw-motorrad | PETROL | 18 | | Check and set valve clearance | Ventilspiel prüfen und einstellen
`;

export function buildLabourOperations(): readonly LabourOperationRow[] {
  return parseTextTable(
    ['code', 'item', 'brands', 'fuels', 'units', 'contains', 'en', 'de'],
    LABOUR,
  ).map((row) => ({
    code: row.code,
    item: row.item,
    name: { en: row.en, de: row.de },
    labourUnits: Number(row.units),
    contains: row.contains === '' ? [] : row.contains.split(' '),
    applicability: reach(row.brands, row.fuels),
    ...SYNTHETIC,
  }));
}

const PARTS = `
OIL | ${CARS} | ${COMBUSTION} | 1 | 1890 | Oil filter kit | Ölfiltersatz
OIL | ${CARS} | ${COMBUSTION} | 1 | 140 | Drain plug with seal | Ablassschraube mit Dichtring
OIL | bmw-motorrad | PETROL | 1 | 1450 | Oil filter, motorcycle | Ölfilter, Motorrad
OIL | bmw-motorrad | PETROL | 1 | 95 | Sealing ring, motorcycle | Dichtring, Motorrad
BRAKE_PADS_FRONT | bmw | | 1 | 10990 | Brake pad kit, front | Bremsbelagsatz vorn
BRAKE_PADS_FRONT | mini | | 1 | 7890 | Brake pad kit, front, MINI | Bremsbelagsatz vorn, MINI
BRAKE_PADS_FRONT | rolls-royce | | 1 | 48900 | Brake pad kit, front, Rolls-Royce | Bremsbelagsatz vorn, Rolls-Royce
BRAKE_PADS_FRONT | ${CARS} | | 1 | 1990 | Wear sensor, front | Verschleißfühler vorn
BRAKE_PADS_FRONT | bmw-motorrad | | 2 | 4890 | Brake pad kit, front, motorcycle | Bremsbelagsatz vorn, Motorrad
BRAKE_PADS_REAR | bmw | | 1 | 8990 | Brake pad kit, rear | Bremsbelagsatz hinten
BRAKE_PADS_REAR | mini | | 1 | 6890 | Brake pad kit, rear, MINI | Bremsbelagsatz hinten, MINI
BRAKE_PADS_REAR | rolls-royce | | 1 | 42900 | Brake pad kit, rear, Rolls-Royce | Bremsbelagsatz hinten, Rolls-Royce
BRAKE_PADS_REAR | ${CARS} | | 1 | 1990 | Wear sensor, rear | Verschleißfühler hinten
BRAKE_PADS_REAR | bmw-motorrad | | 1 | 4290 | Brake pad kit, rear, motorcycle | Bremsbelagsatz hinten, Motorrad
TIRE_WEAR_FRONT | bmw | | 2 | 18900 | Tyre, front | Reifen vorn
TIRE_WEAR_FRONT | mini | | 2 | 13900 | Tyre, front, MINI | Reifen vorn, MINI
TIRE_WEAR_FRONT | rolls-royce | | 2 | 42900 | Tyre, front, Rolls-Royce | Reifen vorn, Rolls-Royce
TIRE_WEAR_FRONT | bmw-motorrad | | 1 | 14900 | Tyre, front, motorcycle | Reifen vorn, Motorrad
TIRE_WEAR_REAR | bmw | | 2 | 20900 | Tyre, rear | Reifen hinten
TIRE_WEAR_REAR | mini | | 2 | 13900 | Tyre, rear, MINI | Reifen hinten, MINI
TIRE_WEAR_REAR | rolls-royce | | 2 | 44900 | Tyre, rear, Rolls-Royce | Reifen hinten, Rolls-Royce
TIRE_WEAR_REAR | bmw-motorrad | | 1 | 18900 | Tyre, rear, motorcycle | Reifen hinten, Motorrad
MICROFILTER | ${CARS} | ${COMBUSTION} | 1 | 3890 | Microfilter with activated carbon | Mikrofilter mit Aktivkohle
AIR_FILTER | ${CARS} | ${COMBUSTION} | 1 | 3490 | Air filter element | Luftfiltereinsatz
AIR_FILTER | bmw-motorrad | PETROL | 1 | 2890 | Air filter element, motorcycle | Luftfiltereinsatz, Motorrad
FUEL_FILTER | bmw mini | DIESEL | 1 | 6490 | Fuel filter | Kraftstofffilter
FUEL_FILTER | bmw mini | DIESEL | 2 | 290 | Hose clamp | Schlauchschelle
SPARK_PLUGS | ${CARS} | PETROL PLUG_IN_HYBRID | 4 | 1890 | Spark plug | Zündkerze
SPARK_PLUGS | bmw-motorrad | PETROL | 2 | 1690 | Spark plug, motorcycle | Zündkerze, Motorrad
CABIN_FILTER | ${CARS} | ELECTRIC | 1 | 4490 | Cabin filter | Innenraumfilter
COOLANT | ${CARS} | ELECTRIC | 2 | 890 | Sealing ring, coolant | Dichtring Kühlmittel
BONNET_GAS_STRUTS | bmw mini | | 2 | 5890 | Gas strut | Gasdruckfeder
TYRE_MOBILITY_SEALANT | ${CARS} | | 1 | 4990 | Tyre sealant bottle | Reifendichtmittel, Flasche
VALVE_CLEARANCE | bmw-motorrad | PETROL | 1 | 2990 | Cylinder head cover gasket | Zylinderkopfhaubendichtung
`;

export function buildParts(): readonly PartRow[] {
  return parseTextTable(['item', 'brands', 'fuels', 'quantity', 'net', 'en', 'de'], PARTS).map(
    (row, index) => ({
      number: `90${String(7_000_000 + index * 137).padStart(9, '0')}`,
      item: row.item,
      name: { en: row.en, de: row.de },
      quantity: Number(row.quantity),
      netEurMinor: Number(row.net),
      applicability: reach(row.brands, row.fuels),
      ...SYNTHETIC,
    }),
  );
}

function reach(brands: string, fuels: string): Applicability {
  return {
    brands: namesOrNull(brands, BRAND_IDS),
    series: null,
    fuels: namesOrNull(fuels, FUELS),
    markets: null,
  };
}
