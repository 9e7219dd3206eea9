// Which registration and CO2 taxes a car owes in a market, by the formula that each tax names.
import { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

import type { TaxLine } from './calculate-price.ts';
import { bpmParameters, calculateBpm } from './vehicle-tax/bpm.ts';
import { calculateGasGuzzler, gasGuzzlerParameters } from './vehicle-tax/gas-guzzler.ts';
import { calculateMalusCo2, malusCo2Parameters } from './vehicle-tax/malus-co2.ts';
import { calculateMalusWeight, malusWeightParameters } from './vehicle-tax/malus-weight.ts';
import { calculateNova, novaParameters } from './vehicle-tax/nova.ts';
import type { DueTaxes, TaxedCar, TaxOutcome } from './vehicle-tax/taxed-car.ts';
import { calculateVedFirstYear, vedFirstYearParameters } from './vehicle-tax/ved-first-year.ts';

/** The kinds of tax that have a formula. */
export type VehicleTaxKind = keyof typeof formulas;

/** A tax with its parameters read in; `compute` is its formula. */
export interface VehicleTax {
  readonly kind: VehicleTaxKind;
  readonly name: string;
  readonly compute: ComputeTax;
}

/** A tax's formula with its parameters; `due` holds what other taxes that it looks at come to. */
export type ComputeTax = (car: TaxedCar, due?: DueTaxes) => TaxOutcome;

const nothingDue: DueTaxes = { malusCo2Minor: 0 };
const formulas = {
  NOVA: formula(novaParameters, calculateNova),
  MALUS_CO2: formula(malusCo2Parameters, calculateMalusCo2),
  MALUS_WEIGHT: formula(malusWeightParameters, calculateMalusWeight),
  BPM: formula(bpmParameters, calculateBpm),
  GAS_GUZZLER: formula(gasGuzzlerParameters, calculateGasGuzzler),
  VED_FIRST_YEAR: formula(vedFirstYearParameters, calculateVedFirstYear),
};

/**
 * Reads a tax's parameters, whose shape stands beside each formula.
 *
 * @throws Error naming kind and place where they do not fit.
 */
export function parseVehicleTax(kind: VehicleTaxKind, parameters: unknown): ComputeTax {
  return formulas[kind](kind, parameters);
}

/**
 * The taxes' lines, those of nothing left out, and a remark for each tax that lacks a figure. A tax on mass may
 * share a ceiling with the one on CO2, which is therefore known to all of them.
 */
export function calculateVehicleTaxes(
  taxes: readonly VehicleTax[],
  car: TaxedCar,
): { readonly lines: readonly TaxLine[]; readonly remarks: readonly string[] } {
  const lines: TaxLine[] = [];
  const remarks: string[] = [];
  const co2Tax = taxes.find(({ kind }) => kind === 'MALUS_CO2')?.compute(car);
  const due = { malusCo2Minor: co2Tax?.status === 'computed' ? co2Tax.amountMinor : 0 };
  for (const { kind, name, compute } of taxes) {
    const outcome = compute(car, due);
    if (outcome.status === 'missing') {
      remarks.push(`${name} is not included: ${outcome.figure} of the car is not known.`);
    } else if (outcome.amountMinor > 0) {
      lines.push({ code: kind, name, amountMinor: outcome.amountMinor });
    }
  }
  return { lines, remarks };
}

function formula<Parameters extends TSchema>(
  schema: Parameters,
  calculate: (parameters: Static<Parameters>, car: TaxedCar, due: DueTaxes) => TaxOutcome,
) {
  const validator = Compile(schema);
  return (kind: string, parameters: unknown) => {
    if (!validator.Check(parameters)) {
      const [fault] = validator.Errors(parameters);
      throw new Error(
        `The parameters of ${kind} do not fit: ${fault?.instancePath ?? ''} ${fault?.message ?? ''}`,
      );
    }
    return (car: TaxedCar, due: DueTaxes = nothingDue) => calculate(parameters, car, due);
  };
}
