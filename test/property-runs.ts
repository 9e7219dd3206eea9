// How often a property is tried: as its test says in the fast tier, many times that in the long one.
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Given by the configuration of each tier. */
    propertyRunFactor: number;
  }
}

/** Options of `fc.assert`; `numRuns` is the fast tier's count. A failure names the seed to try again with. */
export function propertyRuns(numRuns: number): { readonly numRuns: number } {
  return { numRuns: numRuns * inject('propertyRunFactor') };
}
