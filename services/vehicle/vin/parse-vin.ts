// The form of a vehicle identification number (ISO 3779): 17 places, without the look-alikes I, O and Q.

/** Places of a well-formed VIN, upper case. */
export interface Vin {
  readonly vin: string;
  /** Places 1–3: world manufacturer identifier (ISO 3780). */
  readonly wmi: string;
  /** Places 4–7, by which the makers of the group tell their types. */
  readonly typeKey: string;
  /** Places 12–17. */
  readonly serialNumber: string;
}

// Lower case before upper-casing: some letters beyond ASCII have an ASCII upper case.
const vinPattern = /^[A-HJ-NPR-Za-hj-npr-z0-9]{17}$/;

/** Reads a VIN, in lower case too; `undefined` where it is not well-formed. */
export function parseVin(text: string): Vin | undefined {
  if (!vinPattern.test(text)) return undefined;
  const vin = text.toUpperCase();
  return {
    vin,
    wmi: vin.slice(0, 3),
    typeKey: vin.slice(3, 7),
    serialNumber: vin.slice(11),
  };
}
