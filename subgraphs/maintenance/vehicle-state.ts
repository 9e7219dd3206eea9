// What the maintenance service must know of a vehicle, gathered from what the graph requires.
import type { VehicleState } from './maintenance-api.generated.ts';

/** A vehicle as the gateway hands it over: the fields that `@requires` names, where they were asked for. */
export interface RequiredVehicle {
  readonly vin: string;
  readonly variant?: {
    readonly engine: { readonly code: string; readonly fuel: VehicleState['fuel'] };
  } | null;
  readonly market?: { readonly id: string } | null;
  readonly firstRegistration: string;
  readonly mileageKm: number;
  readonly mileageAt: string;
}

/** Null where the vehicle's variant or market is not known, so that nothing can be computed. */
export function toVehicleState(vehicle: RequiredVehicle): VehicleState | null {
  const { vin, variant, market, firstRegistration, mileageKm, mileageAt } = vehicle;
  if (!variant || !market) return null;
  return {
    vin,
    market: market.id,
    engine: variant.engine.code,
    fuel: variant.engine.fuel,
    firstRegistration,
    mileageKm,
    mileageAt,
  };
}
