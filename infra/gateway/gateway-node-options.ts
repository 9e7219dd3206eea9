// What Node.js is told when it runs the gateway.

/**
 * Requests leave little behind but garbage: with more room for the young, less of it is copied. The
 * compile cache holds only for the options that it was filled with.
 */
export const gatewayNodeOptions = ['--min-semi-space-size=16', '--max-semi-space-size=64'] as const;
