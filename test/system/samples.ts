// Rows of the catalogue that the system tests ask for; each is there for what its comment says.
export const sample = {
  market: 'DE',
  brand: 'bmw',
  /** A car with well over a hundred selectables. */
  variant: 'bmw-g20-m340i-xdrive',
  /** Combustion, hybrid and electric. */
  compared: ['bmw-g20-m340i-xdrive', 'bmw-g21-330e', 'bmw-g26-i4-edrive40', 'bmw-g30-520d'],
  /** Owns five vehicles. */
  owner: 'C-0001',
  /** German, with a service contract and an open recall. */
  vin: '3MW5U9J00N3101153',
  vinWithContract: '3MW5U9J00N3101153',
  vinWithRecall: '3MW5U9J00N3101153',
  /** Its check digit is right. */
  usVin: 'WBA43FJ01R3157894',
  dealer: 'D-DE-001',
} as const;
