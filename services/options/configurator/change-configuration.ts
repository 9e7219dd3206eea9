// Applies a customer's change to a configuration, or says what it conflicts with and how it could be had.
import type { VariantModel } from '../variant-model.ts';
import { closeSelection } from './close-selection.ts';
import { putIn, takeOut } from './edit-selection.ts';
import { findRepairs, type Repair } from './find-repairs.ts';
import { findViolations, type Violation } from './find-violations.ts';

/** A change as asked. The codes of `add` exist on the variant and can be ordered. */
export interface ChangeRequest {
  readonly model: VariantModel;
  readonly before: ReadonlySet<string>;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly isAvailable: (code: string) => boolean;
}

/** What became of it. Alternatives are buildable, the best first, one to three of them wherever any exists. */
export type ChangeOutcome =
  | { readonly status: 'APPLIED'; readonly selection: ReadonlySet<string> }
  | {
      readonly status: 'CONFLICT';
      readonly violations: readonly Violation[];
      readonly alternatives: readonly Repair[];
    };

// More than are shown: among equally good ones the cheaper in money go first.
const searchedAlternatives = 6;

/**
 * The customer's choice exchanges the previous member of its family, and brings along what it forces. Applied is a
 * change that needs no more than that. One that would cost another choice is a conflict, for the customer to decide.
 */
export function changeConfiguration(request: ChangeRequest): ChangeOutcome {
  const { model, before, isAvailable } = request;
  const added = new Set(request.add);
  const removed = new Set(request.remove.filter((code) => before.has(code)));
  const after = applyChange(request, added, removed);

  const violations = findViolations(model, after);
  if (violations.length === 0) return { status: 'APPLIED', selection: after };

  const repairs = findRepairs(
    { model, before, after, added, removed, isAvailable },
    searchedAlternatives,
  );
  const alternatives = repairs.length > 0 ? repairs : wayBack(model, before);
  return { status: 'CONFLICT', violations, alternatives };
}

function applyChange(
  { model, before }: ChangeRequest,
  added: ReadonlySet<string>,
  removed: ReadonlySet<string>,
): Set<string> {
  let selection = new Set(before);
  for (const code of removed) selection = takeOut(model, selection, code, added);
  for (const code of added) selection = putIn(model, selection, code, added);
  return closeSelection(model, { codes: selection, chosen: added, unwanted: removed });
}

/** Where no repair keeps anything of the change: the configuration as it was, or as it first was. */
function wayBack(model: VariantModel, before: ReadonlySet<string>): readonly Repair[] {
  const initial = closeSelection(model, { codes: [], chosen: new Set(), unwanted: new Set() });
  return [before, initial]
    .filter((selection) => findViolations(model, selection).length === 0)
    .slice(0, 1)
    .map((selection) => ({ selection, cost: 0 }));
}
