/**
 * How far the recording reaches, which a page's script must know before anybody
 * can answer it: what a person does first would be lost until then. So each reach
 * has a script of one line, which runs before it in the same world.
 */
import { tiers, type Tier } from '@understudy/base';

export interface Reach {
  readonly tier: Tier;
  /** Whether it is told what is copied and pasted. */
  readonly clipboard: boolean;
}

/** In the world of the extension's scripts, which no page can see. */
const key = 'understudy.reach';
const symbol = Symbol.for(key);

type World = typeof globalThis & { [symbol]?: Reach };

/** Each that a session can have. */
export const reaches: readonly Reach[] = tiers.flatMap((tier) =>
  [false, true].map((clipboard) => ({ tier, clipboard })),
);

/** Where the built extension holds it. */
export const fileOfReach = ({ tier, clipboard }: Reach): string =>
  `content-scripts/reach-${tier}${clipboard ? '-clipboard' : ''}.js`;

/** What stands in it. */
export const scriptOfReach = ({ tier, clipboard }: Reach): string =>
  `globalThis[Symbol.for(${JSON.stringify(key)})] = ${JSON.stringify({ tier, clipboard })};`;

/** The least that a person can consent to, where no such script ran. */
export function startReach(): Reach {
  const world: World = globalThis;
  return world[symbol] ?? { tier: 'motion', clipboard: false };
}

export function setStartReach(reach: Reach): void {
  const world: World = globalThis;
  world[symbol] = reach;
}
