// All tables of the catalogue, by the name of their file under tables/.
import type {
  ContractProductRow,
  ContractRow,
  DealerRow,
  FluidRow,
  IntervalRow,
  LabourOperationRow,
  MaintenanceItemRow,
  OilNormRow,
  PartRow,
  RecallRow,
  ServiceRecordRow,
  VehicleRecallRow,
} from './maintenance-rows.ts';
import type { ItemRow, OptionFamilyRow, RuleRow, StandardEquipmentRow } from './option-rows.ts';
import type {
  CampaignRow,
  DeliveryChargeRow,
  ExchangeRateRow,
  FinanceProductRow,
  ItemPriceRow,
  PriceListRow,
  VariantPriceRow,
  VatRateRow,
  VehicleTaxRow,
} from './price-rows.ts';
import type {
  BrandRow,
  EngineRow,
  MarketRow,
  ModelSeriesRow,
  RegisteredVehicleRow,
  VariantRow,
  VinPatternRow,
  WmiRow,
} from './vehicle-rows.ts';

/** All tables, by the name of their file under tables/. */
export interface Catalogue {
  readonly markets: readonly MarketRow[];
  readonly brands: readonly BrandRow[];
  readonly modelSeries: readonly ModelSeriesRow[];
  readonly engines: readonly EngineRow[];
  readonly variants: readonly VariantRow[];
  readonly optionFamilies: readonly OptionFamilyRow[];
  readonly items: readonly ItemRow[];
  readonly standardEquipment: readonly StandardEquipmentRow[];
  readonly rules: readonly RuleRow[];
  readonly priceLists: readonly PriceListRow[];
  readonly variantPrices: readonly VariantPriceRow[];
  readonly itemPrices: readonly ItemPriceRow[];
  readonly vatRates: readonly VatRateRow[];
  readonly vehicleTaxes: readonly VehicleTaxRow[];
  readonly exchangeRates: readonly ExchangeRateRow[];
  readonly campaigns: readonly CampaignRow[];
  readonly deliveryCharges: readonly DeliveryChargeRow[];
  readonly financeProducts: readonly FinanceProductRow[];
  readonly wmis: readonly WmiRow[];
  readonly vinPatterns: readonly VinPatternRow[];
  readonly registeredVehicles: readonly RegisteredVehicleRow[];
  readonly maintenanceItems: readonly MaintenanceItemRow[];
  readonly intervals: readonly IntervalRow[];
  readonly oilNorms: readonly OilNormRow[];
  readonly fluids: readonly FluidRow[];
  readonly labourOperations: readonly LabourOperationRow[];
  readonly parts: readonly PartRow[];
  readonly dealers: readonly DealerRow[];
  readonly contractProducts: readonly ContractProductRow[];
  readonly contracts: readonly ContractRow[];
  readonly recalls: readonly RecallRow[];
  readonly vehicleRecalls: readonly VehicleRecallRow[];
  readonly serviceRecords: readonly ServiceRecordRow[];
}
