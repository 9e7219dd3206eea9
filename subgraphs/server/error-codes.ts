// The one table of the codes that a subgraph's errors may bear, with what a client reads.

/**
 * Code → message. Messages are our own words, since an upstream's may say too much. Every other code
 * becomes `INTERNAL_SERVER_ERROR` on its way out.
 */
export const errorMessages = {
  // The caller's input.
  BAD_USER_INPUT: 'An input is not valid.',
  UNAUTHENTICATED: 'This needs a signed-in caller.',
  UNAUTHORIZED_FIELD_OR_TYPE: 'The caller may not read or do this.',
  MARKET_UNKNOWN: 'There is no such market.',
  VIN_INVALID: 'A VIN must have 17 characters, digits and letters other than I, O and Q.',
  VIN_CHECK_DIGIT_MISMATCH: "The VIN's check digit does not hold, and the market requires it.",
  VARIANT_UNKNOWN: 'There is no such model variant.',
  VARIANT_NOT_IN_MARKET: 'The model variant is not sold in the market.',
  VARIANT_NOT_PRICED: 'The model variant has no price in the market.',
  ITEM_UNKNOWN: 'A code names no item that is known here.',
  ENGINE_UNKNOWN: 'There is no such engine.',
  CONFIGURATION_STALE: 'The configuration belongs to a catalogue that is no longer valid.',
  CONFIGURATION_INVALID: 'The configuration cannot be read or built.',
  CURRENCY_UNKNOWN: 'There is no such currency.',
  DEALER_UNKNOWN: 'There is no such dealer.',
  VEHICLE_UNKNOWN: 'There is no such vehicle.',
  MILEAGE_BELOW_KNOWN: 'The mileage is below the one already known.',
  NO_PRICE_LIST: 'No price list is valid on the price date.',
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key was used before for something else.',
  // An upstream's fault.
  UPSTREAM_ERROR: 'The service failed.',
  UPSTREAM_INVALID_RESPONSE: 'The service answered with something that is not its contract.',
  UPSTREAM_TIMEOUT: 'The service did not answer in time.',
  UPSTREAM_UNAVAILABLE: 'The service is not available right now.',
  // Ours.
  INTERNAL_SERVER_ERROR: 'Internal server error',
} as const;

/** A code of the table. */
export type ErrorCode = keyof typeof errorMessages;

/** Whether a code stands in the table. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorMessages, code);
}
