// Engines by displacement, cylinders and fuel: the maker's well-known codes, so that fluids can be joined.
import type { Fuel } from '../rows/sourced.ts';
import type { EngineRow } from '../rows/vehicle-rows.ts';
import { derivedFrom, EPA, ADEME, VPIC, OPEN_EV } from './provenance.ts';

/** Collects the engines that variants name; asking twice for one engine gives one row. */
export interface EngineRegister {
  /** Combustion or plug-in hybrid engine of a car; answers its code. */
  combustion(facts: CombustionFacts): string;
  /** `power` is kW where known, else what tells the drive apart, e.g. a series code. */
  electric(power: number | string): string;
  motorcycle(cylinders: number | null, displacementCc: number | null): string;
  rows(): readonly EngineRow[];
}

export interface CombustionFacts {
  readonly fuel: Exclude<Fuel, 'ELECTRIC'>;
  readonly displacementCc: number;
  /** `M3` and the like: its six-cylinder is another engine than the 40i's. */
  readonly isMModel: boolean;
  /** V8 of the current generation: only told by name or mild hybrid. */
  readonly isS68: boolean;
  readonly isS63: boolean;
}

const PETROL_BY_LITRES: Readonly<
  Record<string, readonly [code: string, cylinders: number, cc: number]>
> = {
  '1.5': ['B38', 3, 1499],
  '2.0': ['B48', 4, 1998],
  '3.0': ['B58', 6, 2998],
  '4.4': ['N63', 8, 4395],
  '6.6': ['N74-66', 12, 6592],
  '6.7': ['N74-67', 12, 6749],
};
const DIESEL_BY_LITRES: Readonly<
  Record<string, readonly [code: string, cylinders: number, cc: number]>
> = {
  '1.5': ['B37', 3, 1496],
  '2.0': ['B47', 4, 1995],
  '3.0': ['B57', 6, 2993],
};

export function createEngineRegister(): EngineRegister {
  const rows = new Map<string, EngineRow>();
  const add = (row: EngineRow): string => {
    if (!rows.has(row.code)) rows.set(row.code, row);
    return row.code;
  };
  return {
    combustion: (facts) => {
      const litres = (facts.displacementCc / 1000).toFixed(1);
      const table = facts.fuel === 'DIESEL' ? DIESEL_BY_LITRES : PETROL_BY_LITRES;
      const found = table[litres];
      if (found === undefined) throw new Error(`no engine for ${facts.fuel} ${litres} l`);
      const [plain, cylinders, displacementCc] = found;
      const code = specialCode(plain, facts);
      return add({
        code: facts.fuel === 'PLUG_IN_HYBRID' ? `${code}-PHEV` : code,
        fuel: facts.fuel,
        cylinders,
        displacementCc: code === 'S58' ? 2993 : displacementCc,
        ...derivedFrom(ADEME, EPA),
      });
    },
    electric: (power) =>
      add({
        code: `EL-${power}`,
        fuel: 'ELECTRIC',
        cylinders: null,
        displacementCc: null,
        ...derivedFrom(OPEN_EV, EPA),
      }),
    motorcycle: (cylinders, displacementCc) =>
      add({
        code: displacementCc === null ? 'MC-EL' : `MC-${cylinders ?? 0}-${displacementCc}`,
        fuel: displacementCc === null ? 'ELECTRIC' : 'PETROL',
        cylinders,
        displacementCc,
        ...derivedFrom(VPIC),
      }),
    rows: () => [...rows.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1)),
  };
}

function specialCode(plain: string, facts: CombustionFacts): string {
  if (plain === 'B58' && facts.isMModel) return 'S58';
  if (plain === 'N63' && facts.isS68) return 'S68';
  if (plain === 'N63' && facts.isS63) return 'S63';
  return plain;
}
