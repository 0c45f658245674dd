/** The contributor's home with the system's own clock and randomness. */
import { systemClock, systemRandom } from '@understudy/base';
import { openHome, type Home } from '@understudy/companion';
import type { VerbContext } from './verb.ts';

export function ownHome(context: VerbContext): Promise<Home> {
  return openHome(context.homeDir(), systemClock, systemRandom);
}
