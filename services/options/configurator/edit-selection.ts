// The two edits that changes and repairs are made of: putting a code in, taking one out.
import { isInitial, isSingleChoice, type VariantModel } from '../variant-model.ts';
import { selectedOfFamily } from './find-violations.ts';

/** Puts a code in the place of the other members of its family, where the family holds but one. */
export function putIn(
  model: VariantModel,
  selection: ReadonlySet<string>,
  code: string,
  kept: ReadonlySet<string>,
): Set<string> {
  let edited = new Set(selection);
  const family = model.items.get(code)?.family ?? '';
  if (isSingleChoice(model, family)) {
    for (const other of selectedOfFamily(model, selection, family)) {
      if (other !== code && !kept.has(other)) edited = takeOut(model, edited, other, kept);
    }
  }
  return edited.add(code);
}

/**
 * Takes a code out, and with a package those members that nothing else asks for: not `kept`, not part of the
 * initial equipment, not brought along by another selected code.
 */
export function takeOut(
  model: VariantModel,
  selection: ReadonlySet<string>,
  code: string,
  kept: ReadonlySet<string>,
): Set<string> {
  const edited = new Set(selection);
  edited.delete(code);
  for (const member of model.items.get(code)?.members ?? []) {
    if (kept.has(member) || isInitial(model, member)) continue;
    const isBrought = [...edited].some((other) =>
      model.broughtAlong.get(other)?.some((brought) => brought.code === member),
    );
    if (!isBrought) edited.delete(member);
  }
  return edited;
}
