// What Node.js is told when it runs the gateway.

/**
 * Requests leave little behind but garbage: with more room for the young, less of it is copied. A start
 * grows to that room at once, instead of by one collection after the other.
 */
export const gatewayNodeOptions = ['--min-semi-space-size=16', '--max-semi-space-size=32'] as const;
