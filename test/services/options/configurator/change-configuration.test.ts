// The configurator over the real catalogue: what it calls buildable is, by a checker that shares no code with it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type {
  CodeExpression,
  ItemRow,
  RuleRow,
} from '../../../../services/catalogue/rows/option-rows.ts';
import type { Applicability } from '../../../../services/catalogue/rows/sourced.ts';
import type { VariantRow } from '../../../../services/catalogue/rows/vehicle-rows.ts';
import { changeConfiguration } from '../../../../services/options/configurator/change-configuration.ts';
import { closeSelection } from '../../../../services/options/configurator/close-selection.ts';
import { findViolations } from '../../../../services/options/configurator/find-violations.ts';
import { createOptionsStore, seedOptions } from '../../../../services/options/options-store.ts';
import { loadOptionsTables } from '../../../../services/options/start-options-service.ts';
import { createVariantModels } from '../../../../services/options/variant-models.ts';
import type { VariantModel } from '../../../../services/options/variant-model.ts';
import { openDatabase } from '../../../../services/server/database.ts';
import { ServiceProblem } from '../../../../services/server/problem.ts';
import { propertyRuns } from '../../../property-runs.ts';

const tables = await loadOptionsTables();
const database = openDatabase(':memory:');
database.transaction(() =>
  seedOptions(database, { ...tables, equipment: tables.standardEquipment }),
);
const findModel = createVariantModels(tables, createOptionsStore(database, tables.priceLists));

const day = '2026-11-21';
const isValid = (row: ItemRow): boolean => row.validFrom <= day && (row.validTo ?? '9') >= day;
const places = tables.variants.flatMap((variant) =>
  variant.markets.map((market) => ({ variant, market })),
);

function modelOf(variantId: string, market: string): VariantModel {
  const model = findModel(variantId, market);
  if (model instanceof ServiceProblem) throw model;
  return model;
}

function initialOf(model: VariantModel): Set<string> {
  return closeSelection(model, { codes: [], chosen: new Set(), unwanted: new Set() });
}

/** Written from the catalogue's own description of its rows, straight over the tables. */
function isBuildableByHand(
  variant: VariantRow,
  market: string,
  codes: ReadonlySet<string>,
): boolean {
  const fuel = tables.engines.find((engine) => engine.code === variant.engine)?.fuel;
  const admits = (list: readonly string[] | null, value: string | undefined) =>
    list === null || (value !== undefined && list.includes(value));
  const applies = ({ applicability: of }: { applicability: Applicability }) =>
    admits(of.brands, variant.brand) &&
    admits(of.series, variant.series) &&
    admits(of.fuels, fuel) &&
    admits(of.markets, market);
  const isTrue = (when: CodeExpression): boolean => {
    if ('and' in when) return !when.and.some((part) => !isTrue(part));
    if ('or' in when) return when.or.some((part) => isTrue(part));
    return codes.has(when.code);
  };
  const allOf = (when: CodeExpression): string[] =>
    'and' in when ? when.and.flatMap(allOf) : 'code' in when ? [when.code] : [];

  const offered = new Map(tables.items.filter(applies).map((row) => [row.code, row]));
  for (const code of codes) {
    const row = offered.get(code);
    if (!row) return false;
    for (const member of row.members) if (offered.has(member) && !codes.has(member)) return false;
  }
  const chosenOf = (family: string) =>
    [...codes].filter((code) => offered.get(code)?.family === family).length;
  const single = new Set<string>();
  for (const { id, cardinality } of tables.optionFamilies) {
    if (![...offered.values()].some(({ family }) => family === id)) continue;
    if (cardinality !== 'ARBITRARY') single.add(id);
    if (cardinality !== 'ARBITRARY' && chosenOf(id) > 1) return false;
    if (cardinality === 'EXACTLY_ONE' && chosenOf(id) !== 1) return false;
  }
  const equipment = tables.standardEquipment.find(
    (row) => row.variant === variant.id && row.market === market,
  );
  for (const code of equipment?.standard ?? []) {
    const row = offered.get(code);
    if (!row || codes.has(code)) continue;
    if (!single.has(row.family) || chosenOf(row.family) === 0) return false;
  }
  const isKept = (rule: RuleRow): boolean => {
    if (rule.kind === 'REQUIRES') return isTrue(rule.when);
    if (rule.kind === 'EXCLUDES') return !isTrue(rule.when);
    if (rule.kind === 'INCLUDES') {
      return allOf(rule.when).every((code) => !offered.has(code) || codes.has(code));
    }
    return true;
  };
  return tables.rules
    .filter((rule) => applies(rule) && codes.has(rule.subject))
    .every((rule) => isKept(rule));
}

/** A variant in a market, and a walk of changes over it: indexes into its items. */
const walks = fc.record({
  place: fc.constantFrom(...places),
  steps: fc.array(
    fc.record({
      add: fc.array(fc.nat(), { maxLength: 3 }),
      remove: fc.array(fc.nat(), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});

const pick = (codes: readonly string[], indexes: readonly number[]): string[] => [
  ...new Set(indexes.flatMap((index) => codes[index % codes.length] ?? [])),
];

describe('the initial configuration', () => {
  it('is buildable for every variant in every market', () => {
    const broken = places.flatMap(({ variant, market }) => {
      const model = modelOf(variant.id, market);
      const selection = initialOf(model);
      const violations = findViolations(model, selection);
      const isRight = violations.length === 0 && isBuildableByHand(variant, market, selection);
      return isRight ? [] : [`${variant.id} ${market} ${JSON.stringify(violations)}`];
    });

    expect(broken).toEqual([]);
  });
});

describe('changeConfiguration', () => {
  it('never calls buildable what breaks a rule, and every alternative is buildable', () => {
    const conflicts = { count: 0 };
    fc.assert(
      fc.property(walks, ({ place: { variant, market }, steps }) => {
        const model = modelOf(variant.id, market);
        const codes = [...model.items.values()].filter(isValid).map(({ code }) => code);
        const applied: { isAsAsked: boolean; add: string[]; remove: string[] }[] = [];
        let before: ReadonlySet<string> = initialOf(model);
        for (const step of steps) {
          const add = pick(codes, step.add);
          const remove = pick([...before], step.remove).filter((code) => !add.includes(code));
          const isAvailable = (code: string) => codes.includes(code);

          const outcome = changeConfiguration({ model, before, add, remove, isAvailable });

          if (outcome.status === 'APPLIED') {
            before = outcome.selection;
            const isAsAsked =
              isBuildableByHand(variant, market, before) &&
              add.every((code) => outcome.selection.has(code)) &&
              !remove.some((code) => outcome.selection.has(code));
            applied.push({ isAsAsked, add, remove });
            continue;
          }
          conflicts.count += 1;
          expect(outcome.violations.length).toBeGreaterThan(0);
          expect(outcome.alternatives.length).toBeGreaterThan(0);
          for (const { selection } of outcome.alternatives) {
            expect(isBuildableByHand(variant, market, selection)).toBe(true);
          }
          before = outcome.alternatives[0]?.selection ?? before;
        }
        expect(applied.filter(({ isAsAsked }) => !isAsAsked)).toEqual([]);
      }),
      propertyRuns(150),
    );

    expect(conflicts.count).toBeGreaterThan(20);
  });

  it('agrees with the checker by hand on any selection, buildable or not', () => {
    const seen = { buildable: 0, broken: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.array(fc.nat(), { maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 2 }),
        ({ variant, market }, added, dropped) => {
          const model = modelOf(variant.id, market);
          const selection = initialOf(model);
          for (const code of pick([...selection], dropped)) selection.delete(code);
          for (const code of pick([...model.items.keys()], added)) selection.add(code);

          const isBuildable = findViolations(model, selection).length === 0;

          expect(isBuildable).toBe(isBuildableByHand(variant, market, selection));
          if (isBuildable) seen.buildable += 1;
          else seen.broken += 1;
        },
      ),
      propertyRuns(400),
    );

    expect(Math.min(seen.buildable, seen.broken)).toBeGreaterThan(10);
  });

  it('comes back to the configuration it started from when a change is reversed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.nat(), ({ variant, market }, index) => {
        const model = modelOf(variant.id, market);
        const before = initialOf(model);
        const codes = [...model.items.values()].filter(isValid).map(({ code }) => code);
        const add = pick(codes, [index]).filter((code) => !before.has(code));
        const isAvailable = () => true;
        const there = changeConfiguration({ model, before, add, remove: [], isAvailable });
        fc.pre(there.status === 'APPLIED');

        const after = there.selection;
        const back = changeConfiguration({
          model,
          before: after,
          add: [...before].filter((code) => !after.has(code)),
          remove: [...after].filter((code) => !before.has(code)),
          isAvailable,
        });

        expect(back).toEqual({ status: 'APPLIED', selection: before });
      }),
      propertyRuns(200),
    );
  });

  it('costs no earlier choice when it is applied, but for the same family and the package left', () => {
    fc.assert(
      fc.property(walks, ({ place: { variant, market }, steps }) => {
        const model = modelOf(variant.id, market);
        const codes = [...model.items.values()].filter(isValid).map(({ code }) => code);
        const isAvailable = (code: string) => codes.includes(code);
        let before: ReadonlySet<string> = initialOf(model);
        const initial = initialOf(model);
        for (const step of steps) {
          const add = pick(codes, step.add);
          const outcome = changeConfiguration({ model, before, add, remove: [], isAvailable });
          if (outcome.status === 'CONFLICT') continue;
          const families = new Set(add.map((code) => model.items.get(code)?.family));
          const exchanged = [...before].filter(
            (code) => !outcome.selection.has(code) && families.has(model.items.get(code)?.family),
          );
          const left = new Set(exchanged.flatMap((code) => model.items.get(code)?.members ?? []));

          const lost = [...before].filter(
            (code) =>
              !outcome.selection.has(code) &&
              !initial.has(code) &&
              !exchanged.includes(code) &&
              !left.has(code),
          );

          expect(lost).toEqual([]);
          before = outcome.selection;
        }
      }),
      propertyRuns(100),
    );
  });
});
