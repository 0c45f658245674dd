/**
 * Every page in every state of its own, in the order of a life. What all
 * pages share (nothing there yet, no answer, no connection) is in `cut.ts`.
 */
import { consenting } from './consenting.ts';
import { keeperLocked, keeperOpen } from './keeper.ts';
import { packing, takingBack } from './my-data.ts';
import { recording, recordingLocked } from './recording.ts';
import { asking, reading, stale } from './researcher.ts';
import { reviewing } from './reviewing.ts';
import type { State } from './scene.ts';
import { deciding, safeLocked, watching, withoutKeeper } from './steward.ts';

export const states: readonly State[] = [
  ...keeperOpen,
  ...consenting,
  ...recording,
  ...reviewing,
  ...packing,
  ...asking,
  ...deciding,
  ...reading,
  ...watching,
  ...takingBack,
  ...stale,
  ...withoutKeeper,
  ...recordingLocked,
  ...safeLocked,
  ...keeperLocked,
];
