// Where a computed answer comes from: it is worth as much as the weakest row in it.
import type { Provenance, Sourced } from '../catalogue/rows/sourced.ts';

/** `SYNTHETIC` if any row is made up, else `DERIVED`; each source once, joined by ` + `. */
export function deriveSource(rows: readonly Sourced[]): { provenance: Provenance; source: string } {
  const isMadeUp = rows.some(({ provenance }) => provenance === 'SYNTHETIC');
  const sources = new Set(rows.flatMap(({ source }) => source.split(' + ')));
  return { provenance: isMadeUp ? 'SYNTHETIC' : 'DERIVED', source: [...sources].join(' + ') };
}
