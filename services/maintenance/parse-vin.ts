// The form of a vehicle identification number, ISO 3779.

const vinPattern = /^[A-HJ-NPR-Za-hj-npr-z0-9]{17}$/;

/** The VIN in upper case; undefined where it is not well-formed. */
export function parseVin(text: string): string | undefined {
  return vinPattern.test(text) ? text.toUpperCase() : undefined;
}
