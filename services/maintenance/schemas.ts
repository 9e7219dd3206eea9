// The maintenance service's REST contract: what its rows look like.
import { Type } from 'typebox';
import { amount, money, nullable, sourced, validity } from '../server/schemas.ts';

export const maintenanceItem = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    kind: Type.Enum(['CBS', 'COUPLED', 'LEGAL']),
    byWear: Type.Boolean(),
    coupledWith: nullable(Type.String()),
    everyNth: nullable(Type.Integer()),
    ...sourced,
  },
  { title: 'MaintenanceItem' },
);

const interval = Type.Object(
  {
    item: maintenanceItem,
    intervalKm: nullable(Type.Integer()),
    intervalMonths: nullable(Type.Integer()),
    firstMonths: nullable(Type.Integer()),
    ...sourced,
  },
  { title: 'Interval' },
);

export const engineIntervals = Type.Object(
  { engine: Type.String(), intervals: Type.Array(interval) },
  { title: 'EngineIntervals' },
);

export const oilNorm = Type.Object(
  {
    code: Type.String(),
    saeGrades: Type.Array(Type.String()),
    acea: Type.Array(Type.String()),
    note: nullable(Type.String()),
    ...sourced,
  },
  { title: 'OilNorm' },
);

export const fluid = Type.Object(
  {
    kind: Type.Enum(['ENGINE_OIL', 'COOLANT', 'BRAKE_FLUID', 'GEARBOX_OIL', 'AXLE_OIL']),
    litres: Type.String(),
    oilNorms: Type.Array(oilNorm),
    specification: nullable(Type.String()),
    ...sourced,
  },
  { title: 'Fluid' },
);

export const engineFluids = Type.Object(
  { engine: Type.String(), fluids: Type.Array(fluid) },
  { title: 'EngineFluids' },
);

export const labourOperation = Type.Object(
  {
    code: Type.String(),
    item: Type.String(),
    name: Type.String(),
    labourUnits: Type.Integer(),
    ...sourced,
  },
  { title: 'LabourOperation' },
);

export const part = Type.Object(
  {
    number: Type.String(),
    item: Type.String(),
    name: Type.String(),
    quantity: Type.Integer(),
    ...sourced,
  },
  { title: 'Part' },
);

export const dealer = Type.Object(
  {
    id: Type.String(),
    market: Type.String(),
    name: Type.String(),
    city: Type.String(),
    postalCode: Type.String(),
    brands: Type.Array(Type.String()),
    latitude: Type.Number(),
    longitude: Type.Number(),
    labourRate: money,
    labourUnitsPerHour: Type.Integer(),
    /** Internal: what the dealer pays for parts, in percent off; never for the public. */
    partsDiscountPercent: Type.String(),
    ...sourced,
  },
  { title: 'Dealer' },
);

/** What the computations need to know of a vehicle; the vehicle service owns it. */
export const vehicleState = Type.Object(
  {
    vin: Type.String(),
    market: Type.String(),
    engine: Type.String(),
    fuel: Type.Enum(['PETROL', 'DIESEL', 'ELECTRIC', 'PLUG_IN_HYBRID']),
    firstRegistration: Type.String({ format: 'date' }),
    mileageKm: Type.Integer(),
    mileageAt: Type.String({ format: 'date' }),
  },
  { title: 'VehicleState' },
);

export const dueItem = Type.Object(
  {
    item: maintenanceItem,
    status: Type.Enum(['OK', 'PENDING', 'OVERDUE']),
    dueOn: nullable(Type.String({ format: 'date' })),
    dueAtKm: nullable(Type.Integer()),
    remainingKm: nullable(Type.Integer()),
    remainingDays: nullable(Type.Integer()),
    lastDoneOn: nullable(Type.String({ format: 'date' })),
    lastDoneAtKm: nullable(Type.Integer()),
  },
  { title: 'DueItem' },
);

export const serviceStatus = Type.Object(
  {
    vin: Type.String(),
    /** The worst of the items. */
    status: Type.Enum(['OK', 'PENDING', 'OVERDUE']),
    asOf: Type.String({ format: 'date' }),
    items: Type.Array(dueItem),
    ...sourced,
  },
  { title: 'ServiceStatus' },
);

export const servicePlanInput = Type.Object(
  {
    vehicle: vehicleState,
    dealer: nullable(Type.String()),
    at: Type.String({ format: 'date' }),
    /** Items due within so many months of the first form one event. */
    windowMonths: Type.Integer({ minimum: 0, maximum: 24 }),
    /** How far ahead is planned. */
    horizonMonths: Type.Integer({ minimum: 1, maximum: 120 }),
  },
  { title: 'ServicePlanInput' },
);

export const servicePosition = Type.Object(
  {
    kind: Type.Enum(['LABOUR', 'PART', 'FLUID', 'EXTERNAL', 'SMALL_PARTS', 'DISCOUNT']),
    item: nullable(Type.String()),
    /** Labour operation code or part number. */
    code: nullable(Type.String()),
    name: Type.String(),
    /** Decimal string: labour units, pieces or litres. */
    quantity: Type.String(),
    unit: Type.Enum(['LABOUR_UNIT', 'PIECE', 'LITRE', 'FLAT']),
    oilNorm: nullable(Type.String()),
    saeGrade: nullable(Type.String()),
    net: money,
    /** Covered by a service contract: net is 0 for the customer. */
    covered: Type.Boolean(),
  },
  { title: 'ServicePosition' },
);

export const serviceEvent = Type.Object(
  {
    dueOn: Type.String({ format: 'date' }),
    dueAtKm: nullable(Type.Integer()),
    items: Type.Array(dueItem),
    positions: Type.Array(servicePosition),
    net: money,
    vat: money,
    gross: money,
  },
  { title: 'ServiceEvent' },
);

export const servicePlan = Type.Object(
  {
    vin: Type.String(),
    dealer: nullable(Type.String()),
    at: Type.String({ format: 'date' }),
    events: Type.Array(serviceEvent),
    total: amount,
    ...sourced,
  },
  { title: 'ServicePlan' },
);

export const serviceProduct = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    coveredItems: Type.Array(maintenanceItem),
    termMonths: Type.Integer(),
    maxKm: Type.Integer(),
    ...sourced,
  },
  { title: 'ServiceProduct' },
);

export const serviceContract = Type.Object(
  {
    id: Type.String(),
    vin: Type.String(),
    product: serviceProduct,
    maxMileageKm: Type.Integer(),
    ...validity,
    ...sourced,
  },
  { title: 'ServiceContract' },
);

export const vehicleContracts = Type.Object(
  { vin: Type.String(), contracts: Type.Array(serviceContract) },
  { title: 'VehicleContracts' },
);

export const recall = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    description: Type.String(),
    remedy: Type.String(),
    publishedOn: Type.String({ format: 'date' }),
    series: Type.Array(Type.String()),
    ...sourced,
  },
  { title: 'Recall' },
);

export const vehicleRecalls = Type.Object(
  {
    vin: Type.String(),
    recalls: Type.Array(
      Type.Object({ recall, status: Type.Enum(['OPEN', 'DONE']) }, { title: 'VehicleRecall' }),
    ),
  },
  { title: 'VehicleRecalls' },
);

/**
 * The workshop knows the registered vehicles (engine, market, first registration) by its own master data, so a
 * record names the VIN alone; a VIN it does not know is refused with `VEHICLE_UNKNOWN` (404).
 */
export const serviceRecordInput = Type.Object(
  {
    vin: Type.String(),
    performedOn: Type.String({ format: 'date' }),
    mileageKm: Type.Integer({ minimum: 0, maximum: 5_000_000 }),
    items: Type.Array(Type.String(), { minItems: 1, maxItems: 50 }),
    dealer: nullable(Type.String()),
  },
  { title: 'ServiceRecordInput' },
);

export const serviceRecord = Type.Object(
  {
    id: Type.String(),
    vin: Type.String(),
    performedOn: Type.String({ format: 'date' }),
    mileageKm: Type.Integer(),
    items: Type.Array(Type.String()),
    dealer: nullable(Type.String()),
    ...sourced,
  },
  { title: 'ServiceRecord' },
);

export const serviceRecordResult = Type.Object(
  { record: serviceRecord, status: serviceStatus },
  { title: 'ServiceRecordResult' },
);
