/** The contributor's home with the system's own clock and randomness. */
import { systemClock, systemRandom } from '@understudy/base';
import { hasJoined, openHome, type Home } from '@understudy/companion';
import { join } from 'node:path';
import type { VerbContext } from './verb.ts';

/** In a home of `understudy up`, where every role has its keys, the contributor's part stands apart. */
export const contributorPart = (homeDir: string): string => join(homeDir, 'contributor');

export async function ownHome(context: Pick<VerbContext, 'homeDir'>): Promise<Home> {
  const dir = context.homeDir();
  const part = contributorPart(dir);
  const isApart = !(await hasJoined(dir)) && (await hasJoined(part));
  return openHome(isApart ? part : dir, systemClock, systemRandom);
}
