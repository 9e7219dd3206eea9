// What Node.js is told when it runs the gateway.

/**
 * Requests leave little behind but garbage: with more room for the young, less of it is copied. A start
 * grows to that room at once, instead of by one collection after the other. A gateway has a core of its
 * own, on which threads that collect at the same time only wait for each other.
 */
export const gatewayNodeOptions = [
  '--min-semi-space-size=16',
  '--max-semi-space-size=32',
  '--no-parallel-scavenge',
] as const;
