// Calculations over arrays: one entry that cannot be computed never fails the others.
import { type TSchema, Type } from 'typebox';

import { ServiceProblem } from './problem.ts';

/** One entry's "no": the others of the array are answered all the same. */
export const calculationFailure = Type.Object(
  { key: Type.String(), code: Type.String(), detail: Type.String() },
  { title: 'CalculationFailure' },
);

/** Answer of a calculation: each entry is either in `items` or in `failures`. */
export function calculationsOf<T extends TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item), failures: Type.Array(calculationFailure) });
}

/** See `calculationsOf`. */
export interface Calculations<Result> {
  items: Result[];
  failures: { key: string; code: string; detail: string }[];
}

/**
 * Computes each input. A `ServiceProblem` that `calculate` returns or throws becomes that entry's
 * failure under its key; any other error fails the request.
 */
export function calculateEach<Input, Result>(
  inputs: readonly Input[],
  keyOf: (input: Input) => string,
  calculate: (input: Input) => Result | ServiceProblem,
): Calculations<Result> {
  const answer: Calculations<Result> = { items: [], failures: [] };
  for (const input of inputs) {
    const outcome = attempt(() => calculate(input));
    if (outcome instanceof ServiceProblem) {
      answer.failures.push({ key: keyOf(input), code: outcome.code, detail: outcome.detail });
    } else {
      answer.items.push(outcome);
    }
  }
  return answer;
}

function attempt<Result>(calculate: () => Result): Result | ServiceProblem {
  try {
    return calculate();
  } catch (error) {
    if (error instanceof ServiceProblem) return error;
    throw error;
  }
}
