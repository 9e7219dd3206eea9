// Asks a gateway and the monolith the same random operations, and reports the first that deviates.
import { inject } from 'vitest';

import { findDeviation } from './find-deviation.ts';
import type { Oracle } from './oracle.ts';
import {
  createPick,
  createRandomOperation,
  type OperationShape,
  type RandomOperation,
} from './random-operation.ts';
import { shrinkOperation } from './shrink-operation.ts';

/** What is compared. */
export interface Comparison {
  readonly name: string;
  readonly oracle: Pick<Oracle, 'askGateway' | 'monolith'>;
  /** Whether mutations are asked too; they are by default. */
  readonly hasWrites?: boolean;
  readonly known: readonly string[];
  readonly shape: OperationShape;
  readonly operations: number;
  /** Of the first operation; each has the next number. */
  readonly seed: number;
  /** Whether a failing operation may be asked again: not where answers depend on what was written. */
  readonly isShrinkable: boolean;
}

/** How many of so many operations of the fast tier are asked: twenty times as many in the long one. */
export function countOperations(fast: number): number {
  return inject('propertyRunFactor') === 1 ? fast : fast * 20;
}

/** Where seeds start, for a run to be repeated: 0, or the value of `MARQUE_TEST_SEED`. */
export function firstSeed(): number {
  return Number(process.env['MARQUE_TEST_SEED'] ?? 0);
}

/** Prints what a run was made of, for it to be repeated. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Compares. Undefined if nothing deviates; otherwise a report with the seed, the smallest operation
 * found that still deviates, and both answers.
 */
export async function compareOperations(comparison: Comparison): Promise<string | undefined> {
  const { name, oracle, known, shape, operations, seed, isShrinkable } = comparison;
  const { schema } = oracle.monolith;
  for (let current = seed; current < seed + operations; current += 1) {
    const operation = createRandomOperation({
      ...shape,
      schema,
      known,
      pick: createPick(current),
      hasWrites: comparison.hasWrites ?? true,
    });
    const found = await compare(oracle, operation);
    if (!found) continue;
    const smallest = isShrinkable
      ? await shrinkOperation(operation, schema, async (one) => {
          return (await compare(oracle, one)) !== undefined;
        })
      : operation;
    const last = smallest === operation ? found : await compare(oracle, smallest);
    return [
      `graph ${name}, seed ${current}: ${found.deviation}`,
      describe(smallest),
      last?.answers,
    ].join('\n');
  }
  return undefined;
}

interface Deviation {
  readonly deviation: string;
  readonly answers: string;
}

async function compare(
  { askGateway, monolith }: Comparison['oracle'],
  { query, variables }: RandomOperation,
): Promise<Deviation | undefined> {
  const ours = await askGateway(query, variables);
  const right = await monolith.answer(query, variables);
  const deviation = findDeviation(ours, right);
  if (deviation === undefined) return undefined;
  const answers = `gateway  ${JSON.stringify(ours)}\nmonolith ${JSON.stringify(right)}`;
  return { deviation, answers };
}

function describe({ query, variables }: RandomOperation): string {
  return `${query}\nvariables ${JSON.stringify(variables)}`;
}
