/**
 * How far the recording reaches, which a page's script must know before anybody
 * can answer it: what a person does first would be lost until then. So each tier
 * has a script of one line, which runs before it in the same world.
 */
import type { Tier } from '@understudy/base';

/** In the world of the extension's scripts, which no page can see. */
const key = 'understudy.tier';
const symbol = Symbol.for(key);

type World = typeof globalThis & { [symbol]?: Tier };

/** Where the built extension holds it. */
export const fileOfTier = (tier: Tier): string => `content-scripts/tier-${tier}.js`;

/** What stands in it. */
export const scriptOfTier = (tier: Tier): string =>
  `globalThis[Symbol.for(${JSON.stringify(key)})] = ${JSON.stringify(tier)};`;

/** The least that a person can consent to, where no such script ran. */
export function startTier(): Tier {
  const world: World = globalThis;
  return world[symbol] ?? 'motion';
}

export function setStartTier(tier: Tier): void {
  const world: World = globalThis;
  world[symbol] = tier;
}
