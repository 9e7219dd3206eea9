// Every initial configuration of the catalogue keeps all rules.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../services/catalogue/load-catalogue.ts';
import type { Catalogue } from '../../../services/catalogue/rows/catalogue.ts';
import type { OptionFamilyRow } from '../../../services/catalogue/rows/option-rows.ts';
import type { MarketId } from '../../../services/catalogue/rows/sourced.ts';
import type { VariantRow } from '../../../services/catalogue/rows/vehicle-rows.ts';
import { broken, codesOf, createConfigurations, type Configurations } from './configurations.ts';
import { createFaults } from './faults.ts';

let catalogue: Catalogue;
let configurations: Configurations;
beforeAll(async () => {
  catalogue = await loadCatalogue();
  configurations = createConfigurations(catalogue);
});

const offers = (): readonly (readonly [VariantRow, MarketId])[] =>
  catalogue.variants.flatMap((variant) =>
    variant.markets.map((market) => [variant, market] as const),
  );

/** One variant for each brand, series, fuel and market: all that reach depends on. */
function distinctOffers(): readonly (readonly [VariantRow, MarketId])[] {
  const fuels = new Map(catalogue.engines.map((engine) => [engine.code, engine.fuel]));
  const distinct = new Map(
    offers().map((offer) => [
      [offer[0].series, fuels.get(offer[0].engine), offer[1]].join(' '),
      offer,
    ]),
  );
  return [...distinct.values()];
}

describe('selectables', () => {
  it('are at least 80 on every car and 15 on every motorcycle', () => {
    const faults = createFaults();

    for (const [variant, market] of distinctOffers()) {
      const { size } = configurations.selectables(variant, market);
      const least = variant.brand === 'bmw-motorrad' ? 15 : 80;
      faults.must(size >= least, `${variant.id} ${market}: ${size}`);
    }

    expect(faults.list).toEqual([]);
  });

  it('have a price in every list of their market', () => {
    const priced = new Set(catalogue.itemPrices.map((row) => `${row.priceList} ${row.code}`));

    const unpriced = distinctOffers().flatMap(([variant, market]) => {
      const codes = [...configurations.selectables(variant, market).keys()];
      const lists = catalogue.priceLists.filter((list) => list.market === market);
      return lists.flatMap((list) => codes.filter((code) => !priced.has(`${list.id} ${code}`)));
    });

    expect(unpriced).toEqual([]);
  });

  it('hold all that a package holds or an INCLUDES rule forces', () => {
    const faults = createFaults();

    for (const [variant, market] of distinctOffers()) {
      const selectables = configurations.selectables(variant, market);
      const forced = configurations
        .rules(variant, market)
        .filter((rule) => rule.kind === 'INCLUDES' && selectables.has(rule.subject))
        .flatMap((rule) => codesOf(rule.when));
      const members = [...selectables.values()].flatMap((item) => item.members);
      for (const code of [...members, ...forced])
        faults.must(selectables.has(code), `${variant.id} ${market}: ${code}`);
    }

    expect(faults.list).toEqual([]);
  });
});

describe('rules', () => {
  it('name known items only and are 60 or more, of each kind', () => {
    const codes = new Set(catalogue.items.map((item) => item.code));

    const unknown = catalogue.rules
      .flatMap((rule) => [rule.subject, ...codesOf(rule.when)])
      .filter((code) => !codes.has(code));

    expect(unknown).toEqual([]);
    expect(catalogue.rules.length).toBeGreaterThanOrEqual(60);
    expect(new Set(catalogue.rules.map((rule) => rule.kind)).size).toBe(4);
  });

  it('change a value by a percentage exactly where they are of that kind', () => {
    const faulty = catalogue.rules.filter(
      (rule) => (rule.percent !== null) !== (rule.kind === 'VALUE_CHANGE'),
    );

    expect(faulty).toEqual([]);
  });

  it('force codes by a single one or by AND, never by OR', () => {
    const faulty = catalogue.rules.filter((rule) => rule.kind === 'INCLUDES' && 'or' in rule.when);

    expect(faulty).toEqual([]);
  });

  it('leave every selectable item that requires something a way to have it', () => {
    const faults = createFaults();

    for (const [variant, market] of distinctOffers()) {
      const selectables = configurations.selectables(variant, market);
      for (const rule of configurations.rules(variant, market)) {
        if (rule.kind !== 'REQUIRES' || !selectables.has(rule.subject)) continue;
        const branches = 'or' in rule.when ? rule.when.or : [rule.when];
        const isOpen = branches.some((branch) =>
          codesOf(branch).every((code) => selectables.has(code)),
        );
        faults.must(isOpen, `${variant.id} ${market}: ${rule.id} ${rule.subject}`);
      }
    }

    expect(faults.list).toEqual([]);
  });

  it('let every package stand beside what it holds', () => {
    const faults = createFaults();

    for (const item of catalogue.items) {
      const together = new Set([item.code, ...item.members]);
      const conflicts = broken(together, catalogue.rules).filter((r) => r.kind === 'EXCLUDES');
      faults.must(conflicts.length === 0, item.code);
    }

    expect(faults.list).toEqual([]);
  });
});

function holdsAsManyAs(family: OptionFamilyRow, held: number, offered: number): boolean {
  switch (family.cardinality) {
    case 'EXACTLY_ONE':
      return offered === 0 || held === 1;
    case 'ONE_OR_NONE':
      return held <= 1;
    case 'ARBITRARY':
      return true;
    default:
      return family.cardinality satisfies never;
  }
}

describe('the initial configuration', () => {
  it('exists for every variant in every market that it is sold in', () => {
    const rows = catalogue.standardEquipment.map((row) => `${row.variant} ${row.market}`);
    const wanted = offers().map(([variant, market]) => `${variant.id} ${market}`);

    expect(rows.toSorted()).toEqual(wanted.toSorted());
  });

  it('holds only what may be chosen there, breaks no rule and fills every family as it must', () => {
    const variants = new Map(catalogue.variants.map((variant) => [variant.id, variant]));
    const faults = createFaults();

    for (const row of catalogue.standardEquipment) {
      const variant = variants.get(row.variant);
      if (variant === undefined) throw new Error(`no variant ${row.variant}`);
      const where = `${row.variant} ${row.market}`;
      const selectables = configurations.selectables(variant, row.market);
      const codes = configurations.initial(row);
      for (const code of codes) faults.must(selectables.has(code), `${where}: ${code}`);
      for (const rule of broken(codes, configurations.rules(variant, row.market)))
        faults.must(false, `${where}: breaks ${rule.id}`);
      for (const family of catalogue.optionFamilies) {
        const offered = [...selectables.values()].filter((item) => item.family === family.id);
        const held = offered.filter((item) => codes.has(item.code)).length;
        faults.must(
          holdsAsManyAs(family, held, offered.length),
          `${where}: ${held} of ${family.id}`,
        );
      }
    }

    expect(faults.list).toEqual([]);
  });
});
