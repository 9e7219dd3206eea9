// Puts all tables together from the sources; the same sources always give the same catalogue.
import type { Catalogue } from '../rows/catalogue.ts';
import type { VariantRow } from '../rows/vehicle-rows.ts';
import {
  buildContractProducts,
  buildContracts,
  buildRecalls,
  buildServiceRecords,
  buildVehicleRecalls,
} from './aftersales.ts';
import { buildDealers } from './dealers.ts';
import { buildElectricVariants } from './electric-variants.ts';
import { createEngineRegister } from './engines.ts';
import { buildEuropeanVariants } from './european-variants.ts';
import { buildItemPrices } from './item-prices.ts';
import { buildItems } from './items.ts';
import {
  buildFluids,
  buildIntervals,
  buildMaintenanceItems,
  buildOilNorms,
} from './maintenance-items.ts';
import { buildBrands, buildExchangeRates, buildMarkets, buildVatRates } from './markets.ts';
import { matchVinPatterns, type MatchContext } from './match-vin-patterns.ts';
import { buildMotorcycles } from './motorcycle-variants.ts';
import { buildCampaigns, buildDeliveryCharges, buildFinanceProducts } from './offers.ts';
import { buildOptionFamilies } from './option-families.ts';
import { buildPriceLists, pricingBases } from './price-lists.ts';
import type { Sources } from './read-sources.ts';
import { buildRegisteredVehicles } from './registered-vehicles.ts';
import { buildRules } from './rules.ts';
import { createSeededRandom } from './seeded-random.ts';
import { buildCarSeries } from './series.ts';
import { buildStandardEquipment } from './standard-equipment.ts';
import { buildUsVariants } from './us-variants.ts';
import { buildVariantPrices, type PublishedPrice } from './variant-prices.ts';
import { buildVehicleTaxes } from './vehicle-taxes.ts';
import { buildVinPatterns, buildWmis } from './vin-patterns.ts';
import { buildLabourOperations, buildParts } from './workshop.ts';

const SEED = 20_260_101;

/** Throws when a hand-written table names something that does not exist. */
export function buildCatalogue(sources: Sources): Catalogue {
  const markets = buildMarkets();
  const vatRates = buildVatRates();
  const exchangeRates = buildExchangeRates();
  const wmis = buildWmis(sources.wmis);
  const vinPatterns = buildVinPatterns(sources.vinPatterns);

  const register = createEngineRegister();
  const european = buildEuropeanVariants(sources.ademe, sources.electricCars, register);
  const electric = buildElectricVariants(
    sources.electricCars,
    new Set(european.map(({ variant }) => variant.id)),
    register,
  );
  const american = buildUsVariants(sources.epa, sources.electricCars, register);
  const motorcycles = buildMotorcycles(wmis, vinPatterns, register);
  const published = new Map<string, PublishedPrice>([
    ...european.map(({ variant, grossEur }): [string, PublishedPrice] => [
      variant.id,
      { kind: 'FRENCH_GROSS', eur: grossEur },
    ]),
    ...electric.map(({ variant, germanGrossEur }): [string, PublishedPrice] => [
      variant.id,
      germanGrossEur === null ? { kind: 'NONE' } : { kind: 'GERMAN_GROSS', eur: germanGrossEur },
    ]),
    ...american.map(({ variant, msrpUsd }): [string, PublishedPrice] => [
      variant.id,
      msrpUsd === null ? { kind: 'NONE' } : { kind: 'US_NET', usd: msrpUsd },
    ]),
  ]);

  const engines = register.rows();
  const engineByCode = new Map(engines.map((engine) => [engine.code, engine]));
  const modelSeries = [...buildCarSeries(), ...motorcycles.series];
  const context: MatchContext = {
    engineByCode,
    seriesByCode: new Map(modelSeries.map((series) => [series.code, series])),
  };
  const variants = [
    ...[...european, ...electric].map(({ variant }) => variant),
    ...american.map(({ variant }) => ({
      ...variant,
      typeKey: typeKeyOf(variant, vinPatterns, context),
    })),
    ...motorcycles.variants,
  ];
  const fuelOf = (variant: VariantRow) => {
    const engine = engineByCode.get(variant.engine);
    if (engine === undefined) throw new Error(`no engine ${variant.engine}`);
    return engine.fuel;
  };

  const pricedItems = buildItems(sources.optionCodes);
  const items = pricedItems.map(({ item }) => item);
  const standardEquipment = buildStandardEquipment(variants, fuelOf, items);
  const priceLists = buildPriceLists(markets);
  const bases = pricingBases(priceLists, markets, vatRates, exchangeRates);

  const random = createSeededRandom(SEED);
  const registeredVehicles = buildRegisteredVehicles(
    { variants, markets, patterns: vinPatterns, items, standardEquipment, context },
    random,
  );
  const variantById = new Map(variants.map((variant) => [variant.id, variant]));
  const contractProducts = buildContractProducts();
  const dealers = buildDealers();
  const recalls = buildRecalls();

  return {
    markets,
    brands: buildBrands(),
    modelSeries,
    engines,
    variants,
    optionFamilies: buildOptionFamilies(),
    items,
    standardEquipment,
    rules: buildRules(items),
    priceLists,
    variantPrices: buildVariantPrices(variants, published, engineByCode, bases),
    itemPrices: buildItemPrices(pricedItems, bases),
    vatRates,
    vehicleTaxes: buildVehicleTaxes(sources.tax),
    exchangeRates,
    campaigns: buildCampaigns(),
    deliveryCharges: buildDeliveryCharges(markets, bases),
    financeProducts: buildFinanceProducts(markets),
    wmis,
    vinPatterns,
    registeredVehicles,
    maintenanceItems: buildMaintenanceItems(),
    intervals: buildIntervals(engineByCode),
    oilNorms: buildOilNorms(sources.maintenance),
    fluids: buildFluids(engines, sources.maintenance),
    labourOperations: buildLabourOperations(),
    parts: buildParts(),
    dealers,
    contractProducts,
    contracts: buildContracts(registeredVehicles, contractProducts),
    recalls,
    vehicleRecalls: buildVehicleRecalls(recalls, registeredVehicles, variantById, random),
    serviceRecords: buildServiceRecords(registeredVehicles, variantById, engineByCode, dealers),
  };
}

// Only where one literal pattern names the variant: then its places 4–7 are the type key.
function typeKeyOf(
  variant: VariantRow,
  patterns: Catalogue['vinPatterns'],
  context: MatchContext,
): string | null {
  if (variant.modelYear === null) return null;
  const matches = matchVinPatterns(variant, variant.modelYear, patterns, context, 'exact');
  const [only] = matches;
  if (only === undefined || matches.length > 1) return null;
  const key = only.keys.slice(0, 4);
  return /^[A-Z0-9]{4}$/.test(key) ? key : null;
}
