// Searches for buildable selections near one that breaks rules: best first, within a bound.
import { waysToFail, waysToHold } from '../code-expression.ts';
import { isInitial, type VariantModel } from '../variant-model.ts';
import { closeSelection } from './close-selection.ts';
import { putIn, takeOut } from './edit-selection.ts';
import { findViolations, type Violation } from './find-violations.ts';

/** The conflict that is to be repaired. */
export interface RepairRequest {
  readonly model: VariantModel;
  /** The configuration before the change. */
  readonly before: ReadonlySet<string>;
  /** The change applied and closed; it breaks rules. */
  readonly after: ReadonlySet<string>;
  /** What the customer just asked to have, and not to have. */
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  /** Whether an item can be ordered on the day of the change. */
  readonly isAvailable: (code: string) => boolean;
}

/** A buildable selection, and what it costs the customer in choices; lower is better. */
export interface Repair {
  readonly selection: ReadonlySet<string>;
  readonly cost: number;
}

interface Attempt extends Repair {
  /** Codes that earlier steps took out. */
  readonly unwanted: ReadonlySet<string>;
  /** Codes that earlier steps put in. */
  readonly wanted: ReadonlySet<string>;
}

type Step = { readonly putIn: readonly string[] } | { readonly takeOut: readonly string[] };

const maxAttempts = 250;
const maxFamilyChoices = 8;
const costs = { newestChoiceLost: 1_000, choiceLost: 10, initialExchanged: 2, added: 1 };

/**
 * Finds up to `limit` buildable selections, cheapest first: the newest choice kept, then fewest earlier choices
 * lost, then fewest codes exchanged and added. Every step mends the first broken rule in one of its ways. Left out
 * are those that change all that another one changes and more, and, where the newest choice can be kept, those
 * that give it up.
 */
export function findRepairs(request: RepairRequest, limit: number): readonly Repair[] {
  const found: Repair[] = [];
  const seen = new Set<string>();
  const queue: Attempt[] = [];
  const enqueue = (attempt: Attempt): void => {
    const key = [...attempt.selection].sort().join('.');
    if (seen.has(key)) return;
    seen.add(key);
    queue.push(attempt);
  };
  enqueue({ selection: request.after, cost: 0, unwanted: request.removed, wanted: request.added });

  for (let attempts = 0; attempts < maxAttempts && found.length < limit; attempts += 1) {
    const best = takeCheapest(queue);
    if (!best || choicesLost(best) > choicesLost(found[0] ?? best)) break;
    const [violation] = findViolations(request.model, best.selection);
    if (!violation) {
      if (!found.some((repair) => isWithin(repair, best, request.before))) found.push(best);
      continue;
    }
    for (const step of stepsFor(request, best.selection, violation)) {
      enqueue(takeStep(request, best, step));
    }
  }
  return found;
}

/** How many of the newest choices it gives up. */
function choicesLost({ cost }: Repair): number {
  return Math.floor(cost / costs.newestChoiceLost);
}

function takeCheapest(queue: Attempt[]): Attempt | undefined {
  let cheapest = 0;
  for (let index = 1; index < queue.length; index += 1) {
    if ((queue[index]?.cost ?? 0) < (queue[cheapest]?.cost ?? 0)) cheapest = index;
  }
  return queue.splice(cheapest, 1)[0];
}

/** The ways to mend one violation. */
function stepsFor(
  request: RepairRequest,
  selection: ReadonlySet<string>,
  violation: Violation,
): readonly Step[] {
  const { model } = request;
  const withoutSubject: Step = { takeOut: [violation.subject] };
  switch (violation.code) {
    case 'UNKNOWN_CODE':
      return [withoutSubject];
    case 'INCLUDES': {
      const withMissing: Step = { putIn: [violation.missing] };
      // Standard equipment is its own subject, and is not there to be taken out.
      return violation.rule === null ? [withMissing] : [withMissing, withoutSubject];
    }
    case 'REQUIRES':
      return [
        ...waysToHold(violation.row.when)
          .map((codes) => codes.filter((code) => !selection.has(code)))
          .filter((codes) => codes.every((code) => isPossible(request, code)))
          .map((codes) => ({ putIn: codes })),
        withoutSubject,
      ];
    case 'EXCLUDES':
      return [
        ...waysToFail(violation.row.when, selection).map((codes) => ({ takeOut: codes })),
        withoutSubject,
      ];
    case 'FAMILY_CARDINALITY': {
      if (violation.selected.length > 0) {
        return violation.selected.map((kept) => ({
          takeOut: violation.selected.filter((code) => code !== kept),
        }));
      }
      return (model.itemsByFamily.get(violation.subject) ?? [])
        .filter(({ code }) => isPossible(request, code))
        .slice(0, maxFamilyChoices)
        .map(({ code }) => ({ putIn: [code] }));
    }
    default:
      return violation satisfies never;
  }
}

function isPossible({ model, isAvailable }: RepairRequest, code: string): boolean {
  return model.items.has(code) && isAvailable(code);
}

function takeStep(request: RepairRequest, attempt: Attempt, step: Step): Attempt {
  const { model } = request;
  let selection = new Set(attempt.selection);
  const unwanted = new Set(attempt.unwanted);
  const wanted = new Set(attempt.wanted);
  if ('putIn' in step) {
    for (const code of step.putIn) {
      selection = putIn(model, selection, code, new Set(step.putIn));
      wanted.add(code);
      unwanted.delete(code);
    }
  } else {
    for (const code of step.takeOut) {
      wanted.delete(code);
      unwanted.add(code);
      selection = takeOut(model, selection, code, wanted);
    }
  }
  selection = closeSelection(model, { codes: selection, chosen: wanted, unwanted });
  return { selection, wanted, unwanted, cost: costOf(request, selection) };
}

function costOf(request: RepairRequest, selection: ReadonlySet<string>): number {
  const { model, before, added, removed } = request;
  let cost = 0;
  for (const code of added) if (!selection.has(code)) cost += costs.newestChoiceLost;
  for (const code of removed) if (selection.has(code)) cost += costs.newestChoiceLost;
  for (const code of before) {
    if (selection.has(code) || removed.has(code)) continue;
    cost += isInitial(model, code) ? costs.initialExchanged : costs.choiceLost;
  }
  for (const code of selection) if (!before.has(code) && !added.has(code)) cost += costs.added;
  return cost;
}

/** Whether a repair's changes are all among another's. */
function isWithin(repair: Repair, other: Repair, before: ReadonlySet<string>): boolean {
  const changes = symmetricDifference(before, repair.selection);
  const otherChanges = symmetricDifference(before, other.selection);
  return changes.size > 0 && [...changes].every((code) => otherChanges.has(code));
}

function symmetricDifference(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([
    ...[...a].filter((code) => !b.has(code)),
    ...[...b].filter((code) => !a.has(code)),
  ]);
}
