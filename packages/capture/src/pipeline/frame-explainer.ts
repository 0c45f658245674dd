/**
 * A frame whose pixels were read → the frame with the texts that explain them,
 * or null where that is not sure now and the frame is better taken anew.
 *
 * For a moment (a page that loads) nothing may be sure; what stays so for long
 * goes out as unknown, to be covered.
 */
import { createId, type Clock, type Random } from '@understudy/base';
import type { Box, FrameWindow, RawFrame, Size, TextBox } from '@understudy/recording';
import type { WindowStructure } from '../ports.ts';
import {
  compareWindow,
  heldPaintNs,
  isPainted,
  type Comparison,
  type FramePixels,
  type LingeringText,
  type SeenWindow,
} from './frame-comparison.ts';
import { proveWindow, type UnprovedWindow, type WindowProof } from './frame-proof.ts';
import type { PixelPool } from './pixel-pool.ts';
import type { StructureStore } from './structure-store.ts';
import type { JudgedWindow, View } from './view.ts';

export interface FrameCandidate {
  readonly cause: RawFrame['cause'];
  readonly timeNs: number;
  readonly grabbedNs: number;
  readonly view: View;
  /** How often the windows had come to stand otherwise when it was made. */
  readonly arrangement: number;
  readonly size: Size;
  readonly pixels: Uint8Array;
  readonly damage: readonly Box[];
  /** Those that are allowed. */
  readonly windows: readonly UnprovedWindow[];
}

export interface FrameExplainerParts {
  readonly structures: StructureStore;
  /** Where candidates' pixels come from. */
  readonly pool: PixelPool;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether every window still stands where it stood in the frame. */
  isStill(candidate: FrameCandidate): Promise<boolean>;
  /** Whether a window that holds this may be taken: it may show another page than when it was judged. */
  mayTake(window: JudgedWindow, structure: WindowStructure, seen: SeenWindow): boolean;
  /** When the window was last known to show another page than it does; null: nobody asks. */
  otherPageNs(window: JudgedWindow): number | null;
  /** When a press that can lead elsewhere was last done. */
  pressedNs(): number;
}

/** After this long, what cannot be explained goes out as unknown, to be covered. */
const unexplainedNs = 10_000e6;

interface ProvedWindow extends FramePixels {
  readonly seenNs: number;
  readonly view: View;
  readonly structure: WindowStructure;
  readonly lingering: readonly LingeringText[];
}

interface ExplainedTexts {
  readonly structure: WindowStructure | null;
  readonly texts: readonly TextBox[] | null;
  readonly lingering: readonly LingeringText[];
}

export function createFrameExplainer(
  parts: FrameExplainerParts,
): (candidate: FrameCandidate) => Promise<RawFrame | null> {
  const { structures, clock, pool } = parts;
  const nowNs = (): number => Number(clock.monotonicNs());
  /** Since when no frame could be explained. */
  let unexplainedSinceNs = Number.POSITIVE_INFINITY;
  /** The last frame in which each window was explained for sure. */
  const lastProved = new Map<number, ProvedWindow>();
  /** Since when a window's new texts are told where nothing was painted. */
  const unpaintedSinceNs = new Map<number, number>();

  const forget = (handle: number): void => {
    const before = lastProved.get(handle);
    if (before !== undefined) pool.letGo(before.pixels);
    lastProved.delete(handle);
  };

  const compare = (
    candidate: FrameCandidate,
    { handle }: JudgedWindow,
    shown: Pick<ProvedWindow, 'structure' | 'seenNs'>,
  ): Comparison => {
    const before = lastProved.get(handle);
    if (before === undefined) return { kind: 'agreeing', lingering: [], gonePlace: null };
    return compareWindow(
      { ...before, covers: coversOf(before.view, handle) },
      { ...candidate, ...shown, covers: coversOf(candidate.view, handle) },
    );
  };

  /** When it was last known to show another page than this one. */
  const otherPageNs = (window: JudgedWindow, { url }: WindowStructure): number | null => {
    const before = lastProved.get(window.handle);
    const isOther = before !== undefined && before.structure.url !== url;
    return (
      parts.otherPageNs(window) ?? (isOther ? Math.max(before.seenNs, parts.pressedNs()) : null)
    );
  };

  /** What stands in the window although nobody tells of it any more; null: what is told is belied. */
  const lingeringOf = (
    candidate: FrameCandidate,
    window: JudgedWindow,
    { structure, seen }: { readonly structure: WindowStructure; readonly seen: SeenWindow },
  ): readonly LingeringText[] | null => {
    const { seenNs } = seen;
    const compared = compare(candidate, window, { structure, seenNs });
    if (compared.kind !== 'unpainted') unpaintedSinceNs.delete(window.handle);
    if (compared.kind === 'moved') return null;
    if (compared.kind === 'agreeing') {
      const otherNs = otherPageNs(window, structure);
      const place = compared.gonePlace;
      const isHeld =
        place !== null && otherNs !== null && !isPainted(seen, { atNs: otherNs, place });
      return isHeld ? null : compared.lingering;
    }
    const sinceNs = unpaintedSinceNs.get(window.handle) ?? seenNs;
    unpaintedSinceNs.set(window.handle, sinceNs);
    return seenNs - sinceNs < heldPaintNs ? null : compared.lingering;
  };

  const explainWindow = (
    candidate: FrameCandidate,
    { window, known }: UnprovedWindow,
    proof: WindowProof,
  ): ExplainedTexts | null => {
    if (proof.kind === 'unsure') return null;
    const { structure, texts } = proof;
    if (structure === null) return { structure, texts, lingering: [] };
    const seen: SeenWindow = {
      seenNs: nowNs(),
      paints: known?.paints ?? [],
    };
    if (!parts.mayTake(window, structure, seen)) return null;
    const lingering = lingeringOf(candidate, window, { structure, seen });
    return lingering === null
      ? null
      : { structure, texts: [...(texts ?? []), ...lingering.map(({ text }) => text)], lingering };
  };

  const explain = (
    candidate: FrameCandidate,
    proofs: readonly WindowProof[],
  ): ReadonlyMap<number, readonly TextBox[] | null> | null => {
    const texts = new Map<number, readonly TextBox[] | null>();
    const proved = new Map<number, Pick<ProvedWindow, 'structure' | 'lingering'>>();
    for (const [index, unproved] of candidate.windows.entries()) {
      const proof = proofs[index];
      if (proof === undefined) return null;
      const { window } = unproved;
      const explained = explainWindow(candidate, unproved, proof);
      if (explained === null && nowNs() - unexplainedSinceNs < unexplainedNs) return null;
      texts.set(window.handle, explained?.texts ?? null);
      if (explained === null || explained.structure === null) continue;
      const { structure, lingering } = explained;
      proved.set(window.handle, { structure, lingering });
    }
    unexplainedSinceNs = Number.POSITIVE_INFINITY;
    const shown = new Set(candidate.view.windows.map((window) => window.handle));
    for (const [handle, explained] of proved) {
      forget(handle);
      pool.keep(candidate.pixels);
      lastProved.set(handle, { ...candidate, ...explained, seenNs: nowNs() });
    }
    for (const handle of lastProved.keys()) if (!shown.has(handle)) forget(handle);
    for (const handle of unpaintedSinceNs.keys()) {
      if (!shown.has(handle)) unpaintedSinceNs.delete(handle);
    }
    return texts;
  };

  return async (candidate) => {
    unexplainedSinceNs = Math.min(unexplainedSinceNs, candidate.grabbedNs);
    const proofs = await Promise.all(
      candidate.windows.map((window) =>
        proveWindow(window, candidate.grabbedNs, { structures, nowNs }),
      ),
    );
    const texts = (await parts.isStill(candidate)) ? explain(candidate, proofs) : null;
    if (texts === null) return null;
    const { timeNs, size, cause, pixels, damage, view } = candidate;
    return {
      kind: 'rawFrame',
      timeNs,
      frame: createId('frame', clock, parts.random),
      size,
      cause,
      pixels,
      damage,
      windows: view.windows.map((window) => toFrameWindow(window, texts)),
    };
  };
}

function toFrameWindow(
  window: JudgedWindow,
  texts: ReadonlyMap<number, readonly TextBox[] | null>,
): FrameWindow {
  const isAllowed = window.verdict.kind === 'allowed';
  return {
    handle: window.handle,
    // Which other apps are open is nobody's business.
    app: isAllowed ? window.app : '',
    box: window.box,
    allowed: isAllowed,
    texts: isAllowed ? (texts.get(window.handle) ?? null) : null,
  };
}

function coversOf(view: View, handle: number): readonly Box[] {
  const place = view.windows.findIndex((window) => window.handle === handle);
  return view.windows.slice(0, Math.max(0, place)).map((window) => window.box);
}
