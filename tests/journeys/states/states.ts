/**
 * Every page in every state of its own, in the order of a life. What all
 * pages share (nothing there yet, no answer, no connection) is in `cut.ts`.
 */
import { afterRelease, beforeSharing, underLockdown } from './contributor.ts';
import type { State } from './scene.ts';
import { asked, atFirst, erased, lockedDown, released } from './vault.ts';

export const states: readonly State[] = [
  ...atFirst,
  ...beforeSharing,
  ...asked,
  ...released,
  ...afterRelease,
  ...erased,
  ...underLockdown,
  ...lockedDown,
];
