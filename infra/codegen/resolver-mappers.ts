// Which TypeScript type stands behind a GraphQL type whose REST row bears another name.

const item = './options-api.generated.ts#Item as ItemRow';

/** Subgraph → GraphQL type → `file#Type`. Types named like their REST row need no entry. */
export const resolverMappers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  vehicle: {},
  options: {
    ConfigurableItem: item,
    Option: item,
    Package: item,
    Line: item,
    Paint: item,
    Upholstery: item,
    Wheel: item,
    ConfigurationAlternative: './options-api.generated.ts#Alternative as AlternativeRow',
  },
  pricing: {
    ConfigurationPrice: './configuration-price.ts#ConfigurationPrice as ConfigurationPriceRow',
  },
  maintenance: {
    Vehicle: './vehicle-state.ts#RequiredVehicle',
    MaintenanceInterval: './maintenance-api.generated.ts#Interval as IntervalRow',
    RecallCheck: './maintenance-api.generated.ts#VehicleRecalls as VehicleRecallsRow',
    RecordServiceResult:
      './maintenance-api.generated.ts#ServiceRecordResult as ServiceRecordResultRow',
  },
};
