/**
 * Which texts explain the pixels of a frame, and whether that is sure.
 *
 * [Note: accessibility lags] Pixels are read in an instant; what accessibility
 * tells of them may be late by half a second and more (Chromium tells the old
 * places for a while after a scroll, and nothing when that is over). So a
 * structure is believed for a frame only
 * - if it was proved before the pixels were read and nothing has changed since, or
 * - if it was read long enough after the last large damage, twice where that
 *   was just before the frame, and both readings agree;
 * and never where its pixels belie it (`compareWindow`). What cannot be proved
 * is given up.
 */
import type { TextBox } from '@understudy/recording';
import type { WindowStructure } from '../ports.ts';
import { joinTexts } from './frame-texts.ts';
import { hearFor } from './heard.ts';
import type { KnownStructure, StructureStore } from './structure-store.ts';
import type { JudgedWindow } from './view.ts';

export interface UnprovedWindow {
  readonly window: JudgedWindow;
  /** As it was known when the pixels were read. */
  readonly known: KnownStructure | null;
}

export type WindowProof =
  | {
      readonly kind: 'proved';
      readonly structure: WindowStructure | null;
      readonly texts: readonly TextBox[] | null;
    }
  | { readonly kind: 'unsure' };

export interface ProofParts {
  readonly structures: StructureStore;
  nowNs(): number;
}

const settleNs = 150e6;
const restlessNs = 400e6;
/** Damage that is told this soon after the pixels were read may be in them. */
const sameTimeNs = 20e6;

export async function proveWindow(
  { window, known }: UnprovedWindow,
  grabbedNs: number,
  parts: ProofParts,
): Promise<WindowProof> {
  const { structures } = parts;
  const wait = (untilNs: number): Promise<void> => hearFor((untilNs - parts.nowNs()) / 1e6);
  const proved = known !== null && known.provedNs > known.damagedNs ? known.structure : null;
  if (proved !== null && known?.isStale === false) {
    await wait(grabbedNs + settleNs);
    // An event that came late may tell of what the pixels already showed.
    const since = structures.known(window);
    if (since === null || !since.isStale) {
      return { kind: 'proved', structure: proved, texts: proved.texts };
    }
  }

  await wait(grabbedNs + settleNs);
  const damagedNs = (): number => structures.known(window)?.damagedNs ?? Number.NEGATIVE_INFINITY;
  const isOvertaken = (): boolean => damagedNs() > grabbedNs + sameTimeNs;
  if (isOvertaken()) return { kind: 'unsure' };
  const isRestless = damagedNs() > grabbedNs - restlessNs;
  let first: KnownStructure | null = null;
  if (isRestless) {
    await wait(Math.max(grabbedNs, damagedNs()) + restlessNs);
    if (isOvertaken()) return { kind: 'unsure' };
    first = await structures.readAnew(window);
    if (isOvertaken()) return { kind: 'unsure' };
    await wait(parts.nowNs() + settleNs);
  }
  const readNs = parts.nowNs();
  const after = await (isRestless ? structures.readAnew(window) : structures.read(window));
  if (isOvertaken()) return { kind: 'unsure' };
  if (after.structure === null) return explainNothing(window, known);
  if (first !== null && !isAgreeing(first.structure, after.structure)) return { kind: 'unsure' };
  structures.noteProved(window, after.structure, readNs);
  const joined = joinTexts(proved, after.structure);
  return joined.kind === 'moved'
    ? { kind: 'unsure' }
    : { kind: 'proved', structure: after.structure, texts: joined.texts };
}

/** A window that never had a structure is unknown for sure; one that had, will have it again. */
function explainNothing(window: JudgedWindow, known: KnownStructure | null): WindowProof {
  const isPopup = window.owner !== window.handle;
  return known?.structure == null && !isPopup
    ? { kind: 'proved', structure: null, texts: null }
    : { kind: 'unsure' };
}

/** A letter typed, a tooltip, makes and unmakes a few objects. */
const objectsAtMost = 4;

function isAgreeing(before: WindowStructure | null, after: WindowStructure): boolean {
  if (before === null) return false;
  const differing = new Set(before.keys).symmetricDifference(new Set(after.keys)).size;
  return joinTexts(before, after).kind === 'sure' && differing <= objectsAtMost;
}
