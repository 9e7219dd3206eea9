// How each selected code is charged, which a price calculation cannot know of itself.
import type { Static } from 'typebox';

import { holds } from './code-expression.ts';
import type { pricedSelectionEntry } from './schemas.ts';
import type { VariantModel } from './variant-model.ts';

export type PricedSelectionEntry = Static<typeof pricedSelectionEntry>;

/**
 * Standard equipment and members of a selected package cost nothing; all else is charged, at the lowest
 * percentage that a VALUE_CHANGE rule gives it.
 */
export function priceSelection(
  model: VariantModel,
  selection: readonly string[],
): PricedSelectionEntry[] {
  const selected = new Set(selection);
  const members = new Set(selection.flatMap((code) => model.items.get(code)?.members ?? []));
  return selection.map((code): PricedSelectionEntry => {
    if (model.standard.has(code)) return { code, charge: 'STANDARD', overridePercent: null };
    if (members.has(code)) return { code, charge: 'PACKAGE_MEMBER', overridePercent: null };
    return { code, charge: 'CHARGEABLE', overridePercent: lowestPercent(model, selected, code) };
  });
}

function lowestPercent(
  model: VariantModel,
  selected: ReadonlySet<string>,
  code: string,
): number | null {
  const percents = model.rules
    .filter((rule) => rule.kind === 'VALUE_CHANGE' && rule.subject === code)
    .filter((rule) => holds(rule.when, selected))
    .flatMap(({ percent }) => (percent === null ? [] : [percent]));
  return percents.length === 0 ? null : Math.min(...percents);
}
