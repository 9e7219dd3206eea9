// Items, families and rules as the contract shows them, worded in the language that a request asks for.
import type { Static } from 'typebox';

import type { OptionFamilyRow, RuleRow } from '../catalogue/rows/option-rows.ts';
import { localize } from '../server/localize.ts';
import { codesOf, formatExpression } from './code-expression.ts';
import { formatItemId } from './configuration-id.ts';
import type { item, optionFamily, rule } from './schemas.ts';
import type { VariantModel } from './variant-model.ts';

export type Item = Static<typeof item>;

/** Where an item stands, and the languages to try. */
export interface ItemContext {
  readonly model: VariantModel;
  readonly languages: readonly (string | undefined)[];
}

/** Describes an item of the variant; `undefined` where it has none of that code. */
export function describeItem({ model, languages }: ItemContext, code: string): Item | undefined {
  const row = model.items.get(code);
  const family = row && model.families.get(row.family);
  if (!row || !family) return undefined;
  const place = { variantId: model.variant.id, market: model.market, code };
  return {
    id: formatItemId(place),
    ...place,
    kind: row.kind,
    family: describeFamily(family, languages),
    name: localize(row.name, languages),
    members: row.members.filter((member) => model.items.has(member)),
    colour: row.colour,
    finish: row.finish,
    material: row.material,
    diameterInches: row.diameterInches,
    validFrom: row.validFrom,
    validTo: row.validTo,
    provenance: row.provenance,
    source: row.source,
  };
}

/** Describes a family. */
export function describeFamily(
  row: OptionFamilyRow,
  languages: readonly (string | undefined)[],
): Static<typeof optionFamily> {
  const { id, cardinality, position, provenance, source } = row;
  return { id, name: localize(row.name, languages), cardinality, position, provenance, source };
}

/** Describes a rule. */
export function describeRule(
  row: RuleRow,
  languages: readonly (string | undefined)[],
): Static<typeof rule> {
  const { id, kind, subject, percent, provenance, source } = row;
  return {
    id,
    kind,
    subject,
    when: { text: formatExpression(row.when), codes: codesOf(row.when) },
    percent,
    reason: localize(row.reason, languages),
    provenance,
    source,
  };
}
