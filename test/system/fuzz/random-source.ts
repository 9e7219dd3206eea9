// Random choices that are the same for the same seed, so that one request can be made again by itself.

/** A source of choices. */
export interface RandomSource {
  /** A whole number from 0 up to `limit`, without it. */
  below(limit: number): number;
  /** One of a list, which must not be empty. */
  pick<Item>(items: readonly Item[]): Item;
  /** True in so many of 100 cases. */
  chance(percent: number): boolean;
}

/** Creates a source; `serial` sets apart what has the same seed. */
export function createRandomSource(seed: number, serial: number): RandomSource {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(serial + 1, 0xc2b2ae35);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => next() % limit;
  return {
    below,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    chance: (percent) => below(100) < percent,
  };
}
