/** Randomness that is the same on every machine. */
export type Chance = () => number;

/** mulberry32: the same corpus on every machine. */
export function seededChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <Item>(items: readonly Item[], chance: Chance, fallback: Item): Item =>
  items[Math.floor(chance() * items.length)] ?? fallback;

export const below = (limit: number, chance: Chance): number => Math.floor(chance() * limit);
