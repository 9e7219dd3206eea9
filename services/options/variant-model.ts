// All that can be chosen on one variant in one market, and the rules between it.
import type {
  ItemRow,
  OptionFamilyRow,
  RuleRow,
  StandardEquipmentRow,
} from '../catalogue/rows/option-rows.ts';
import type { MarketId } from '../catalogue/rows/sourced.ts';
import type { VariantRow } from '../catalogue/rows/vehicle-rows.ts';

/** The rows that apply to a variant in a market, indexed for the configurator. */
export interface VariantModel {
  readonly variant: VariantRow;
  readonly market: MarketId;
  /** By code, in the order of their families. */
  readonly items: ReadonlyMap<string, ItemRow>;
  /** Families that have an item here, by id, in order. */
  readonly families: ReadonlyMap<string, OptionFamilyRow>;
  readonly itemsByFamily: ReadonlyMap<string, readonly ItemRow[]>;
  readonly rules: readonly RuleRow[];
  /** On board from the factory. */
  readonly standard: ReadonlySet<string>;
  /** Chosen from the start where standard equipment leaves a family open. */
  readonly defaults: ReadonlySet<string>;
  /** Codes that a code brings along: members of a package, and what INCLUDES rules force. */
  readonly broughtAlong: ReadonlyMap<string, readonly BroughtCode[]>;
}

/** A code that another one brings along; `rule: null` is membership in a package. */
export interface BroughtCode {
  readonly code: string;
  readonly rule: RuleRow | null;
}

/** The rows that a model is made of, already narrowed to the variant and market. */
export interface VariantModelRows {
  readonly variant: VariantRow;
  readonly market: MarketId;
  readonly items: readonly ItemRow[];
  readonly families: readonly OptionFamilyRow[];
  readonly rules: readonly RuleRow[];
  readonly equipment: StandardEquipmentRow | undefined;
}

/** Indexes the rows. Codes that do not exist on this variant are left out of packages and rules that force. */
export function createVariantModel(rows: VariantModelRows): VariantModel {
  const { variant, market, equipment } = rows;
  const families = rows.families.toSorted((a, b) => a.position - b.position);
  const itemsByFamily = new Map<string, ItemRow[]>();
  for (const family of families) {
    const members = rows.items.filter((item) => item.family === family.id);
    if (members.length > 0) itemsByFamily.set(family.id, members);
  }
  const items = new Map([...itemsByFamily.values()].flat().map((item) => [item.code, item]));
  const known = (codes: readonly string[]) => codes.filter((code) => items.has(code));
  const rules = rows.rules.filter(({ subject }) => items.has(subject));

  return {
    variant,
    market,
    items,
    families: new Map(
      families.filter(({ id }) => itemsByFamily.has(id)).map((family) => [family.id, family]),
    ),
    itemsByFamily,
    rules,
    standard: new Set(known(equipment?.standard ?? [])),
    defaults: new Set(known(equipment?.defaults ?? [])),
    broughtAlong: indexBroughtCodes(items, rules),
  };
}

/** A family of which a configuration holds at most one item. */
export function isSingleChoice(model: VariantModel, familyId: string): boolean {
  return model.families.get(familyId)?.cardinality !== 'ARBITRARY';
}

/** Standard or default: part of the configuration without having been chosen. */
export function isInitial(model: VariantModel, code: string): boolean {
  return model.standard.has(code) || model.defaults.has(code);
}

function indexBroughtCodes(
  items: ReadonlyMap<string, ItemRow>,
  rules: readonly RuleRow[],
): ReadonlyMap<string, readonly BroughtCode[]> {
  const index = new Map<string, BroughtCode[]>();
  const bring = (subject: string, brought: BroughtCode): void => {
    if (!items.has(brought.code)) return;
    const known = index.get(subject);
    if (known) known.push(brought);
    else index.set(subject, [brought]);
  };
  for (const { code, members } of items.values()) {
    for (const member of members) bring(code, { code: member, rule: null });
  }
  for (const rule of rules) {
    if (rule.kind !== 'INCLUDES') continue;
    const { when } = rule;
    const parts = 'and' in when ? when.and : [when];
    for (const part of parts) {
      if ('code' in part) bring(rule.subject, { code: part.code, rule });
    }
  }
  return index;
}
