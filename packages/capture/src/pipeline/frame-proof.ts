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
 * and never where the pixels under many of its texts have changed although
 * the texts are said to be the same. What cannot be proved is given up.
 */
import { intersectBoxes, type Box, type Size, type TextBox } from '@understudy/recording';
import type { WindowStructure } from '../ports.ts';
import { joinTexts } from './frame-texts.ts';
import { hearFor } from './heard.ts';
import { isSameBox } from './region.ts';
import type { KnownStructure, StructureStore } from './structure-store.ts';
import type { JudgedWindow } from './view.ts';

export interface FramePixels {
  readonly size: Size;
  readonly pixels: Uint8Array;
}

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

const boxesAtLeast = 4;
const shareAtLeast = 0.3;
const bytesPerPixel = 4;

/** One window as a frame shows it; `covers`: the boxes of the windows in front of it. */
export interface ShownWindow extends FramePixels {
  readonly structure: WindowStructure;
  readonly covers: readonly Box[];
}

/**
 * Whether the pixels contradict a structure: many of the texts that are said
 * to stand as they stood in the frame before look different.
 */
export function isContradicted(before: ShownWindow, now: ShownWindow): boolean {
  if (before.size.width !== now.size.width || before.size.height !== now.size.height) return false;
  const places = new Map(
    before.structure.keys.map((key, index) => [key, before.structure.texts[index]]),
  );
  let same = 0;
  let changed = 0;
  for (const [index, text] of now.structure.texts.entries()) {
    const was = places.get(now.structure.keys[index] ?? '');
    if (was === undefined || was.text !== text.text || !isSameBox(was.box, text.box)) continue;
    if ([...before.covers, ...now.covers].some((cover) => intersectBoxes(cover, text.box)))
      continue;
    same += 1;
    if (differs(before.pixels, now.pixels, text.box, now.size)) changed += 1;
  }
  return changed >= boxesAtLeast && changed >= same * shareAtLeast;
}

/** Smoothing of letters changes with whatever is in front; a moved letter changes far more. */
const contrastAtLeast = 64;
const differingShare = 0.03;

function differs(a: Uint8Array, b: Uint8Array, box: Box, size: Size): boolean {
  const left = Math.max(0, box.x);
  const right = Math.min(size.width, box.x + box.width);
  const top = Math.max(0, box.y);
  const bottom = Math.min(size.height, box.y + box.height);
  if (right <= left || bottom <= top) return false;
  const green = 1;
  let differing = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const at = (y * size.width + x) * bytesPerPixel + green;
      if (Math.abs((a[at] ?? 0) - (b[at] ?? 0)) > contrastAtLeast) differing += 1;
    }
  }
  return differing > (right - left) * (bottom - top) * differingShare;
}
