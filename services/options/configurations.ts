// Configurations as the contract shows them: found by id, made from a selection, changed.
import type { Static } from 'typebox';

import { localize } from '../server/localize.ts';
import { toMoney } from '../server/money.ts';
import { ServiceProblem } from '../server/problem.ts';
import {
  catalogueVersion,
  formatConfigurationId,
  parseConfigurationId,
  sortCodes,
} from './configuration-id.ts';
import { changeConfiguration } from './configurator/change-configuration.ts';
import { closeSelection } from './configurator/close-selection.ts';
import { findViolations, type Violation } from './configurator/find-violations.ts';
import { describeItem, type ItemContext } from './item-descriptions.ts';
import type { OptionsStore } from './options-store.ts';
import { findItemPricing, type ItemPricing } from './price-difference.ts';
import { priceSelection } from './priced-selection.ts';
import type {
  alternative,
  buildability,
  configuration,
  configurationChange,
  configurationChangeInput,
  ruleViolation,
} from './schemas.ts';
import type { VariantModel } from './variant-model.ts';
import type { FindVariantModel } from './variant-models.ts';

export type Configuration = Static<typeof configuration>;
type ConfigurationChange = Static<typeof configurationChange>;

const maxAlternatives = 3;

/** What a request says of day and language. */
export interface ChangeContext {
  /** ISO day: the price date, and what can be ordered. */
  readonly at: string;
  readonly languages: readonly (string | undefined)[];
}

export interface Configurations {
  /** @throws ServiceProblem 400 malformed, 404 unknown variant, market or code, 410 `CONFIGURATION_STALE`. */
  read(id: string): Configuration;
  /** Standard equipment and defaults with what they force. */
  initial(model: VariantModel): Configuration;
  check(
    model: VariantModel,
    codes: readonly string[],
    languages: readonly (string | undefined)[],
  ): Static<typeof buildability>;
  /** As `read`, and 404 `ITEM_UNKNOWN` or 422 `NO_PRICE_LIST`. */
  change(
    input: Static<typeof configurationChangeInput>,
    context: ChangeContext,
  ): ConfigurationChange;
}

/** Wires them on the variants' models and the price lists. */
export function createConfigurations(
  findModel: FindVariantModel,
  store: OptionsStore,
): Configurations {
  const resolve = (id: string): { model: VariantModel; selection: ReadonlySet<string> } => {
    const key = parseConfigurationId(id);
    if (!key) throw malformedId();
    if (key.catalogueVersion !== catalogueVersion) throw staleId();
    const found = findModel(key.variantId, key.market);
    if (found instanceof ServiceProblem) throw found;
    const unknown = key.selection.find((code) => !found.items.has(code));
    if (unknown !== undefined) throw itemUnknown(found, unknown);
    return { model: found, selection: new Set(key.selection) };
  };

  return {
    read(id) {
      const { model, selection } = resolve(id);
      return describeConfiguration(model, selection);
    },
    initial: (model) =>
      describeConfiguration(
        model,
        closeSelection(model, { codes: [], chosen: new Set(), unwanted: new Set() }),
      ),
    check(model, codes, languages) {
      const selection = new Set(codes);
      const violations = findViolations(model, selection);
      const isKnown = codes.every((code) => model.items.has(code));
      return {
        variantId: model.variant.id,
        market: model.market,
        selection: sortCodes(codes),
        buildable: violations.length === 0,
        violations: violations.map((violation) => describeViolation(violation, languages)),
        configurationId: isKnown
          ? formatConfigurationId(model.variant.id, model.market, codes)
          : null,
      };
    },
    change(input, context) {
      const { model, selection: before } = resolve(input.configurationId);
      const isAvailable = (code: string): boolean => isOrderable(model, code, context.at);
      refuseImpossible(model, input, isAvailable);
      const pricing = findItemPricing(store, model.market, context.at);
      if (!pricing) throw noPriceList(model.market, context.at);

      const outcome = changeConfiguration({ ...input, model, before, isAvailable });
      const describe = (after: ReadonlySet<string>) =>
        describeAlternative({ model, before, after, pricing, languages: context.languages });
      if (outcome.status === 'APPLIED') {
        return {
          configurationId: input.configurationId,
          status: 'APPLIED',
          applied: describe(outcome.selection),
          violations: [],
          alternatives: [],
        };
      }
      const priced = outcome.alternatives.map(({ selection, cost }) => ({
        selection,
        cost,
        grossMinor: pricing.sum(model, sortCodes(selection)).grossMinor,
      }));
      return {
        configurationId: input.configurationId,
        status: 'CONFLICT',
        applied: null,
        violations: outcome.violations.map((violation) =>
          describeViolation(violation, context.languages),
        ),
        alternatives: priced
          .toSorted((a, b) => a.cost - b.cost || a.grossMinor - b.grossMinor)
          .slice(0, maxAlternatives)
          .map(({ selection }) => describe(selection)),
      };
    },
  };
}

function refuseImpossible(
  model: VariantModel,
  { add, remove }: Static<typeof configurationChangeInput>,
  isAvailable: (code: string) => boolean,
): void {
  const unknown =
    add.find((code) => !model.items.has(code) || !isAvailable(code)) ??
    remove.find((code) => !model.items.has(code));
  if (unknown !== undefined) throw itemUnknown(model, unknown);
  const both = add.find((code) => remove.includes(code));
  if (both !== undefined) {
    throw new ServiceProblem('INVALID_PARAMETER', 400, `${both} is both added and removed.`);
  }
}

function isOrderable(model: VariantModel, code: string, at: string): boolean {
  const item = model.items.get(code);
  return (
    item !== undefined && item.validFrom <= at && (item.validTo === null || item.validTo >= at)
  );
}

function describeConfiguration(model: VariantModel, selected: ReadonlySet<string>): Configuration {
  const selection = sortCodes(selected);
  return {
    id: formatConfigurationId(model.variant.id, model.market, selection),
    variantId: model.variant.id,
    market: model.market,
    catalogueVersion,
    selection,
    pricedSelection: priceSelection(model, selection),
    buildable: findViolations(model, selected).length === 0,
    provenance: 'SYNTHETIC',
    source: 'marque: configurator over option rules that are made up',
  };
}

interface AlternativeParts {
  readonly model: VariantModel;
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
  readonly pricing: ItemPricing;
  readonly languages: readonly (string | undefined)[];
}

function describeAlternative(parts: AlternativeParts): Static<typeof alternative> {
  const { model, before, after, pricing, languages } = parts;
  const context: ItemContext = { model, languages };
  const itemsOf = (codes: readonly string[]) =>
    codes.flatMap((code) => describeItem(context, code) ?? []);
  const from = pricing.sum(model, sortCodes(before));
  const to = pricing.sum(model, sortCodes(after));
  return {
    configuration: describeConfiguration(model, after),
    added: itemsOf(sortCodes(after).filter((code) => !before.has(code))),
    removed: itemsOf(sortCodes(before).filter((code) => !after.has(code))),
    priceDifference: {
      net: toMoney(to.netMinor - from.netMinor, pricing.currency),
      gross: toMoney(to.grossMinor - from.grossMinor, pricing.currency),
    },
  };
}

function describeViolation(
  { code, subject, rule, message }: Violation,
  languages: readonly (string | undefined)[],
): Static<typeof ruleViolation> {
  return { code, subject, rule, message: localize(message, languages) };
}

function malformedId(): ServiceProblem {
  return new ServiceProblem(
    'INVALID_PARAMETER',
    400,
    'A configuration id is variant~MARKET~version~codes, the codes ascending and separated by dots.',
    'id',
  );
}

function staleId(): ServiceProblem {
  return new ServiceProblem(
    'CONFIGURATION_STALE',
    410,
    `The configuration is of another catalogue than ${catalogueVersion}; configure it anew.`,
    'id',
  );
}

function itemUnknown(model: VariantModel, code: string): ServiceProblem {
  return new ServiceProblem(
    'ITEM_UNKNOWN',
    404,
    `${model.variant.id} has no item ${code.slice(0, 20)} in ${model.market} that day.`,
  );
}

function noPriceList(market: string, at: string): ServiceProblem {
  return new ServiceProblem('NO_PRICE_LIST', 422, `${market} has no price list on ${at}.`, 'at');
}
