/**
 * Damage → frames: at most two a second, and one before each action.
 *
 * Pixels of what is not allowed are never read. A frame goes out a moment
 * after its pixels were read, together with what accessibility told before and
 * after; where that cannot be sure, the frame is given up and taken anew.
 *
 * [Note: the frame before an action] Damage and input share one stream, so a
 * frame whose pixels were read before the action's event was read shows the
 * screen before the action. Damage that came before the action and was not
 * read yet makes the frame older, never newer; its time says until when it held.
 */
import type { Clock, DropReason, Random } from '@understudy/base';
import { intersectBoxes, subtractBox, type Box, type RawFrame } from '@understudy/recording';
import type { OpenScreen, WindowStructure } from '../ports.ts';
import { applyChanges } from './pixel-diff.ts';
import { createOwedWindows } from './owed-windows.ts';
import { createPixelPool } from './pixel-pool.ts';
import { addToRegion, clipRegion } from './region.ts';
import type { SeenWindow } from './frame-comparison.ts';
import { createFrameExplainer, type FrameCandidate } from './frame-explainer.ts';
import type { StructureStore } from './structure-store.ts';
import { viewToMask, viewToRefusedRegion, type JudgedWindow, type View } from './view.ts';

export interface FrameTaker {
  onDamage(damage: readonly Box[], atNs: number): void;
  /** Everything is new: the next frame covers all, and goes out as soon as it can. */
  start(): void;
  onView(): void;
  /** Sends the newest frame that is from before `actionNs`, where it differs from the last sent. */
  beforeAction(actionNs: number): void;
  /** Nobody looks at the frame's pixels any more. */
  letGo(frame: RawFrame): void;
  /** Resolves once nothing is being decided any more; takes no more frames. */
  close(): Promise<void>;
}

export interface FrameTakerParts {
  readonly screen: OpenScreen;
  readonly structures: StructureStore;
  readonly clock: Clock;
  readonly random: Random;
  view(): View | null;
  /** Resolves once `view` is of all that the platform had told of before. */
  sceneKnown(): Promise<void>;
  indicatorBox(): Box | null;
  mayTake(window: JudgedWindow, structure: WindowStructure, seen: SeenWindow): boolean;
  otherPageNs(window: JudgedWindow): number | null;
  pressedNs(): number;
  toTimeNs(atNs: number): number;
  /** A place in the order of events, to be filled with the frame or given up (null). */
  hold(timeNs: number, sizeBytes: number): (frame: RawFrame | null) => void;
  onLeft(reason: DropReason): void;
}

const quietNs = 60e6;
const patienceNs = 300e6;
const betweenGrabsNs = 100e6;
const betweenFramesNs = 500e6;
const bytesPerPixel = 4;

export function createFrameTaker(parts: FrameTakerParts): FrameTaker {
  const { screen, structures, clock } = parts;
  const nowNs = (): number => Number(clock.monotonicNs());
  let size = screen.size();
  let pixels = new Uint8Array(size.width * size.height * bytesPerPixel);
  let scratch = new Uint8Array(pixels.length);
  let cause: RawFrame['cause'] = 'start';
  /** Changed on the screen, not read yet. */
  let pending: readonly Box[] = [];
  let firstPendingNs = Number.POSITIVE_INFINITY;
  let lastDamageNs = 0;
  /** Changed where nothing may be looked at: due once that is over. */
  let blocked: readonly Box[] = [];
  /** Read, not sent yet. */
  let unsent: readonly Box[] = [];
  let grabbedNs = 0;
  let sentNs = 0;
  let sentMask = '';
  /** When what is pending was last begun to be read, all of it. */
  let readNs = 0;
  let mask = '';
  let arrangement = 0;
  let arrangedNs = 0;
  let timer: NodeJS.Timeout | null = null;
  let grabbing: Promise<void> | null = null;
  const confirming = new Set<Promise<void>>();
  const pool = createPixelPool();
  const explain = createFrameExplainer({
    structures,
    pool,
    clock,
    random: parts.random,
    isStill: async (candidate) => {
      // What its pixels show already may be told a little later.
      await parts.sceneKnown();
      const view = parts.view();
      return (
        view !== null &&
        // A popup that came and went leaves the windows as they were, and itself in the pixels.
        candidate.arrangement === arrangement &&
        viewToMask(view) === viewToMask(candidate.view) &&
        candidate.size === size
      );
    },
    mayTake: (window, structure, seen) => parts.mayTake(window, structure, seen),
    otherPageNs: (window) => parts.otherPageNs(window),
    pressedNs: () => parts.pressedNs(),
  });
  const owed = createOwedWindows({
    view: () => parts.view(),
    structure: async (window) => (await structures.read(window)).structure,
    onDue: (box) => {
      unsent = clipRegion([box], size).reduce(addToRegion, unsent);
      schedule();
    },
  });
  let closed = false;

  const all = (): Box => ({ x: 0, y: 0, ...size });
  const noteArrangement = (): void => {
    const view = parts.view();
    const now = view === null ? '' : viewToMask(view);
    if (now === mask) return;
    mask = now;
    arrangement += 1;
    arrangedNs = nowNs();
  };
  /** Whether all that the windows uncovered as they came to stand so was read. */
  const isArranged = (): boolean =>
    readNs > arrangedNs || (pending.length === 0 && nowNs() >= arrangedNs + quietNs);

  const resize = (): void => {
    const now = screen.size();
    if (now.width === size.width && now.height === size.height) return;
    size = now;
    pixels = new Uint8Array(size.width * size.height * bytesPerPixel);
    scratch = new Uint8Array(pixels.length);
    pending = [all()];
    blocked = [];
    unsent = [];
    sentMask = '';
    cause = 'start';
  };

  const schedule = (): void => {
    if (closed || timer !== null || grabbing !== null) return;
    const dueNs =
      pending.length > 0
        ? Math.max(
            Math.min(lastDamageNs + quietNs, firstPendingNs + patienceNs),
            grabbedNs + betweenGrabsNs,
          )
        : unsent.some((box) => !isCaret(box))
          ? Math.max(sentNs + betweenFramesNs, isArranged() ? 0 : arrangedNs + quietNs)
          : Number.POSITIVE_INFINITY;
    if (!Number.isFinite(dueNs)) return;
    timer = setTimeout(
      () => {
        timer = null;
        grabbing = work()
          // A lost connection is told by `DesktopPorts.lost`.
          .catch(() => undefined)
          .finally(() => {
            grabbing = null;
            schedule();
          });
      },
      Math.max(0, (dueNs - nowNs()) / 1e6),
    );
  };

  /** Reads what may be looked at of what changed, then sends it if it is time. */
  const work = async (): Promise<void> => {
    const view = parts.view();
    if (closed || view === null) return;
    if (view.foreground.verdict.kind === 'refused') {
      blocked = pending.reduce(addToRegion, blocked);
      pending = [];
      return;
    }
    const quiet = nowNs() - lastDamageNs >= quietNs || nowNs() - firstPendingNs >= patienceNs;
    if (pending.length > 0 && quiet) {
      const refused = viewToRefusedRegion(view);
      const boxes = refused.reduce<readonly Box[]>(
        (left, hole) => left.flatMap((box) => subtractBox(box, hole)),
        pending,
      );
      blocked = pending
        .flatMap((box) => refused.flatMap((hole) => intersectBoxes(box, hole) ?? []))
        .reduce(addToRegion, blocked);
      pending = [];
      firstPendingNs = Number.POSITIVE_INFINITY;
      grabbedNs = nowNs();
      const beganNs = grabbedNs;
      const before = arrangement;
      try {
        await screen.grab(boxes, scratch);
      } catch {
        // The screen became smaller meanwhile, or is gone: what was not read is still due.
        pending = boxes.reduce(addToRegion, pending);
        firstPendingNs = nowNs();
        resize();
        return;
      }
      grabbedNs = nowNs();
      const changed = boxes.flatMap((box) => applyChanges(scratch, pixels, box, size));
      structures.noteChanged(changed, view.windows, lastDamageNs);
      unsent = (cause === 'start' ? boxes : changed).reduce(addToRegion, unsent);
      readNs = beganNs;
      // What was read is of windows that stand otherwise by now.
      if (arrangement !== before) return;
    }
    const isDue = nowNs() - sentNs >= betweenFramesNs && isArranged();
    if (isDue && unsent.some((box) => !isCaret(box))) {
      send(cause, nowNs(), view);
    }
  };

  const send = (why: RawFrame['cause'], atNs: number, view: View): void => {
    const mask = viewToMask(view);
    const damage = mask === sentMask ? unsent : [all()];
    const candidate: FrameCandidate = {
      cause: why,
      timeNs: parts.toTimeNs(atNs),
      grabbedNs,
      view,
      arrangement,
      size,
      pixels: pool.copy(pixels),
      damage,
      windows: view.windows
        .filter((window) => window.verdict.kind === 'allowed')
        .map((window) => ({ window, known: structures.known(window) })),
    };
    for (const box of viewToRefusedRegion(view)) blacken(candidate.pixels, box, size.width);
    sentMask = mask;
    unsent = [];
    sentNs = nowNs();
    if (why === cause) cause = 'damage';
    const decide = parts.hold(candidate.timeNs, candidate.pixels.length);
    const confirmed = explain(candidate)
      .catch(() => null)
      .then((frame) => {
        if (frame === null) {
          pool.letGo(candidate.pixels);
          // Nobody saw these changes: they are due again.
          for (const box of damage) unsent = addToRegion(unsent, box);
          if (why === 'start') cause = 'start';
          sentNs = Math.min(sentNs, nowNs() - betweenFramesNs + betweenGrabsNs);
          parts.onLeft('unreadableFrame');
        } else owed.note(frame.windows);
        decide(frame);
      })
      .finally(() => {
        confirming.delete(confirmed);
        schedule();
      });
    confirming.add(confirmed);
  };

  return {
    onDamage: (damage, atNs) => {
      resize();
      const hole = parts.indicatorBox();
      const boxes = clipRegion(
        hole === null ? damage : damage.flatMap((box) => subtractBox(box, hole)),
        size,
      );
      if (boxes.length === 0) return;
      structures.noteDamage(boxes, parts.view()?.windows ?? [], atNs);
      pending = boxes.reduce(addToRegion, pending);
      firstPendingNs = Math.min(firstPendingNs, atNs);
      lastDamageNs = Math.max(lastDamageNs, atNs);
      schedule();
    },
    start: () => {
      noteArrangement();
      resize();
      cause = 'start';
      pending = [all()];
      firstPendingNs = nowNs();
      sentNs = 0;
      schedule();
    },
    onView: () => {
      noteArrangement();
      resize();
      if (blocked.length > 0) {
        pending = blocked.reduce(addToRegion, pending);
        blocked = [];
        firstPendingNs = Math.min(firstPendingNs, nowNs());
      }
      schedule();
    },
    beforeAction: (actionNs) => {
      const view = parts.view();
      if (closed || view === null || unsent.every(isCaret)) return;
      if (view.foreground.verdict.kind === 'refused') return;
      // Under load a grab may overtake the reading of an event that happened before it.
      if (grabbedNs > actionNs || !isArranged()) return;
      send('beforeAction', Math.min(actionNs, firstPendingNs) - 1000, view);
    },
    letGo: ({ pixels: seen }) => pool.letGo(seen),
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await grabbing;
      await Promise.all(confirming);
      owed.close();
    },
  };
}

/** A caret that blinks is worth no frame of its own; it goes along with the next. */
function isCaret(box: Box): boolean {
  return box.width <= 3 && box.height <= 40;
}

function blacken(pixels: Uint8Array, box: Box, stride: number): void {
  for (let row = 0; row < box.height; row += 1) {
    const from = ((box.y + row) * stride + box.x) * bytesPerPixel;
    pixels.fill(0, from, from + box.width * bytesPerPixel);
  }
}
