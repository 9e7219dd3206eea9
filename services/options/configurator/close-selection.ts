// Completes a selection with what it forces: package members, INCLUDES rules, standard equipment, defaults.
import { isInitial, isSingleChoice, type VariantModel } from '../variant-model.ts';
import { selectedOfFamily } from './find-violations.ts';

/** A selection on its way to being complete. */
export interface OpenSelection {
  readonly codes: Iterable<string>;
  /** What the customer just chose: never exchanged for something forced. */
  readonly chosen: ReadonlySet<string>;
  /** What must not come back in. */
  readonly unwanted: ReadonlySet<string>;
}

/**
 * Adds what the selection forces. What is forced takes the place of a standard or default item of the same
 * family, never of one that was chosen: that stays, as a conflict to be told. Then families that need an item, and
 * standard equipment that is neither there nor exchanged, are filled up from the initial equipment.
 */
export function closeSelection(model: VariantModel, open: OpenSelection): Set<string> {
  const selection = new Set(open.codes);
  const forced = new Set<string>();
  const isMissing = (code: string): boolean => !selection.has(code) && !open.unwanted.has(code);

  // Ends: what was forced is not taken out again, and an initial item only goes into an empty place.
  for (;;) {
    const brought = broughtCodes(model, selection).find(isMissing);
    if (brought !== undefined) {
      exchangeInitial(model, selection, brought, { forced, chosen: open.chosen });
      selection.add(brought);
      forced.add(brought);
      continue;
    }
    const initial = initialCodes(model, selection).find(isMissing);
    if (initial === undefined) return selection;
    selection.add(initial);
  }
}

function broughtCodes(model: VariantModel, selection: ReadonlySet<string>): string[] {
  return [...selection].flatMap((subject) =>
    (model.broughtAlong.get(subject) ?? []).map(({ code }) => code),
  );
}

/** Standard equipment and needed defaults whose place in their family is empty. */
function initialCodes(model: VariantModel, selection: ReadonlySet<string>): string[] {
  const defaults = [...model.defaults].filter(
    (code) => familyOf(model, code)?.cardinality === 'EXACTLY_ONE',
  );
  return [...model.standard, ...defaults].filter((code) => isPlaceEmpty(model, selection, code));
}

function isPlaceEmpty(model: VariantModel, selection: ReadonlySet<string>, code: string): boolean {
  const family = model.items.get(code)?.family ?? '';
  return !isSingleChoice(model, family) || selectedOfFamily(model, selection, family).length === 0;
}

function exchangeInitial(
  model: VariantModel,
  selection: Set<string>,
  code: string,
  kept: { readonly forced: ReadonlySet<string>; readonly chosen: ReadonlySet<string> },
): void {
  const family = model.items.get(code)?.family ?? '';
  if (!isSingleChoice(model, family)) return;
  for (const other of selectedOfFamily(model, selection, family)) {
    const isKept = kept.forced.has(other) || kept.chosen.has(other);
    if (isInitial(model, other) && !isKept) selection.delete(other);
  }
}

function familyOf(model: VariantModel, code: string) {
  return model.families.get(model.items.get(code)?.family ?? '');
}
