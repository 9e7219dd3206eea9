// What the catalogue's tests know of configurations: what may be chosen, and which rules one breaks.
import { isApplicable } from '../../../services/catalogue/applicability.ts';
import type { Catalogue } from '../../../services/catalogue/rows/catalogue.ts';
import type {
  CodeExpression,
  ItemRow,
  RuleRow,
  StandardEquipmentRow,
} from '../../../services/catalogue/rows/option-rows.ts';
import type { MarketId } from '../../../services/catalogue/rows/sourced.ts';
import type { VariantRow } from '../../../services/catalogue/rows/vehicle-rows.ts';

const TODAY = '2026-11-21';

export interface Configurations {
  selectables(variant: VariantRow, market: MarketId): ReadonlyMap<string, ItemRow>;
  rules(variant: VariantRow, market: MarketId): readonly RuleRow[];
  /** Standard equipment and defaults with all that they force. */
  initial(row: StandardEquipmentRow): ReadonlySet<string>;
}

export function createConfigurations(catalogue: Catalogue): Configurations {
  const fuels = new Map(catalogue.engines.map((engine) => [engine.code, engine.fuel]));
  const variants = new Map(catalogue.variants.map((variant) => [variant.id, variant]));
  const memo = new Map<string, ReadonlyMap<string, ItemRow>>();
  const subjectOf = (variant: VariantRow, market: MarketId) => {
    const fuel = fuels.get(variant.engine);
    if (fuel === undefined) throw new Error(`${variant.id}: no engine ${variant.engine}`);
    return { brand: variant.brand, series: variant.series, fuel, market };
  };
  const selectables = (variant: VariantRow, market: MarketId): ReadonlyMap<string, ItemRow> => {
    const subject = subjectOf(variant, market);
    const key = JSON.stringify(subject);
    const known = memo.get(key);
    if (known !== undefined) return known;
    const found = new Map(
      catalogue.items
        .filter((item) => item.validTo === null || item.validTo >= TODAY)
        .filter((item) => isApplicable(item.applicability, subject))
        .map((item) => [item.code, item]),
    );
    memo.set(key, found);
    return found;
  };
  const rules = (variant: VariantRow, market: MarketId): readonly RuleRow[] => {
    const subject = subjectOf(variant, market);
    return catalogue.rules.filter((rule) => isApplicable(rule.applicability, subject));
  };
  return {
    selectables,
    rules,
    initial: (row) => {
      const variant = variants.get(row.variant);
      if (variant === undefined) throw new Error(`no variant ${row.variant}`);
      return close(
        [...row.standard, ...row.defaults],
        selectables(variant, row.market),
        rules(variant, row.market),
      );
    },
  };
}

export function codesOf(expression: CodeExpression): readonly string[] {
  if ('code' in expression) return [expression.code];
  return ('and' in expression ? expression.and : expression.or).flatMap(codesOf);
}

function holds(expression: CodeExpression, codes: ReadonlySet<string>): boolean {
  if ('code' in expression) return codes.has(expression.code);
  return 'and' in expression
    ? expression.and.every((part) => holds(part, codes))
    : expression.or.some((part) => holds(part, codes));
}

/** The rules that a configuration breaks. */
export function broken(codes: ReadonlySet<string>, rules: readonly RuleRow[]): readonly RuleRow[] {
  return rules.filter((rule) => {
    if (!codes.has(rule.subject) || rule.kind === 'VALUE_CHANGE') return false;
    return holds(rule.when, codes) === (rule.kind === 'EXCLUDES');
  });
}

function close(
  start: readonly string[],
  items: ReadonlyMap<string, ItemRow>,
  rules: readonly RuleRow[],
): ReadonlySet<string> {
  const codes = new Set(start);
  for (const code of codes) {
    for (const member of items.get(code)?.members ?? []) codes.add(member);
    for (const rule of rules)
      if (rule.kind === 'INCLUDES' && rule.subject === code)
        for (const included of codesOf(rule.when)) codes.add(included);
  }
  return codes;
}
