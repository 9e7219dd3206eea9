// Checks a selection against everything that makes a configuration buildable.
import type { RuleRow } from '../../catalogue/rows/option-rows.ts';
import type { LocalizedText } from '../../catalogue/rows/sourced.ts';
import { holds } from '../code-expression.ts';
import { isSingleChoice, type VariantModel } from '../variant-model.ts';

/** What is wrong, with what a repair needs to know. */
export type Violation = {
  /** The code or family at fault. */
  readonly subject: string;
  /** Id of the rule, family or package that is broken; null for standard equipment. */
  readonly rule: string | null;
  readonly message: LocalizedText;
} & (
  | { readonly code: 'UNKNOWN_CODE' }
  | { readonly code: 'FAMILY_CARDINALITY'; readonly selected: readonly string[] }
  | { readonly code: 'INCLUDES'; readonly missing: string }
  | { readonly code: 'REQUIRES' | 'EXCLUDES'; readonly row: RuleRow }
);

/**
 * Lists what is wrong with a selection; nothing is: it is buildable. Every code must exist on the variant, every
 * family hold its number, packages have their members, standard equipment be on board unless exchanged within its
 * family, and every REQUIRES, EXCLUDES and INCLUDES rule be kept.
 */
export function findViolations(
  model: VariantModel,
  selection: ReadonlySet<string>,
): readonly Violation[] {
  return [
    ...findUnknownCodes(model, selection),
    ...findFamilyViolations(model, selection),
    ...findMissingCodes(model, selection),
    ...findMissingStandard(model, selection),
    ...findRuleViolations(model, selection),
  ];
}

function findUnknownCodes(model: VariantModel, selection: ReadonlySet<string>): Violation[] {
  return [...selection]
    .filter((code) => !model.items.has(code))
    .map((code) => ({
      code: 'UNKNOWN_CODE',
      subject: code,
      rule: null,
      message: { en: `${code} does not exist for this model.` },
    }));
}

function findFamilyViolations(model: VariantModel, selection: ReadonlySet<string>): Violation[] {
  const violations: Violation[] = [];
  for (const [id, family] of model.families) {
    if (family.cardinality === 'ARBITRARY') continue;
    const selected = selectedOfFamily(model, selection, id);
    const isTooFew = selected.length === 0 && family.cardinality === 'EXACTLY_ONE';
    if (selected.length < 2 && !isTooFew) continue;
    violations.push({
      code: 'FAMILY_CARDINALITY',
      subject: selected[0] ?? id,
      rule: id,
      message: isTooFew
        ? { en: `${family.name.en}: one is needed.` }
        : { en: `${family.name.en}: only one of ${selected.join(', ')} is possible.` },
      selected,
    });
  }
  return violations;
}

function findMissingCodes(model: VariantModel, selection: ReadonlySet<string>): Violation[] {
  const violations: Violation[] = [];
  for (const subject of selection) {
    for (const { code, rule } of model.broughtAlong.get(subject) ?? []) {
      if (selection.has(code)) continue;
      violations.push({
        code: 'INCLUDES',
        subject,
        rule: rule?.id ?? subject,
        message: rule?.reason ?? { en: `${subject} contains ${code}.` },
        missing: code,
      });
    }
  }
  return violations;
}

function findMissingStandard(model: VariantModel, selection: ReadonlySet<string>): Violation[] {
  const violations: Violation[] = [];
  for (const code of model.standard) {
    const family = model.items.get(code)?.family ?? '';
    const isExchanged =
      isSingleChoice(model, family) && selectedOfFamily(model, selection, family).length > 0;
    if (selection.has(code) || isExchanged) continue;
    violations.push({
      code: 'INCLUDES',
      subject: code,
      rule: null,
      message: { en: `${code} is standard equipment of this model.` },
      missing: code,
    });
  }
  return violations;
}

function findRuleViolations(model: VariantModel, selection: ReadonlySet<string>): Violation[] {
  const violations: Violation[] = [];
  for (const row of model.rules) {
    if (row.kind !== 'REQUIRES' && row.kind !== 'EXCLUDES') continue;
    if (!selection.has(row.subject)) continue;
    if (holds(row.when, selection) === (row.kind === 'REQUIRES')) continue;
    violations.push({
      code: row.kind,
      subject: row.subject,
      rule: row.id,
      message: row.reason,
      row,
    });
  }
  return violations;
}

/** The selected codes of a family. */
export function selectedOfFamily(
  model: VariantModel,
  selection: ReadonlySet<string>,
  familyId: string,
): string[] {
  return (model.itemsByFamily.get(familyId) ?? [])
    .filter(({ code }) => selection.has(code))
    .map(({ code }) => code);
}
