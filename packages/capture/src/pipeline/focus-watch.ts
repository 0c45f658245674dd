/** Which field has the keyboard: as apps tell it, and asked for where they do not. */
import type { DesktopWindow, FocusedElement, OpenElements } from '../ports.ts';
import type { FocusState } from './key-gate.ts';
import type { Timeline } from './timeline.ts';
import type { View } from './view.ts';

export interface FocusWatch {
  /** An app told it; null: until it tells more, nobody knows. */
  set(focus: FocusedElement | null, atNs: number): void;
  /** Since then nobody has told of a focus, whatever was thought. */
  lost(sinceNs: number): void;
  /** A window that comes to the front tells its focus only if asked. */
  enter(window: DesktopWindow, atNs: number): void;
  /** Resolves once whoever is being asked has answered. */
  asked(): Promise<void>;
  /** Focus that never told itself (a page that was still loading) is asked for again. */
  lookFor(view: View): void;
}

export interface FocusWatchParts {
  readonly focuses: Timeline<FocusState>;
  readonly elements: Pick<OpenElements, 'focused'> | null;
  readonly nowNs: () => number;
  readonly view: () => View | null;
  isClosed(): boolean;
  tell(focus: FocusedElement, atNs: number): void;
}

export function createFocusWatch(parts: FocusWatchParts): FocusWatch {
  const { focuses, elements, nowNs, view } = parts;

  /** Counts what was told and asked: an answer to what was asked before the last of it is out of date. */
  let turn = 0;
  let underWay: number | null = null;
  let asking: Promise<void> = Promise.resolve();

  const set = (focus: FocusedElement | null, atNs: number): void => {
    turn += 1;
    focuses.set(atNs, focus === null ? { kind: 'unknown' } : { kind: 'field', focus });
    if (focus !== null) parts.tell(focus, atNs);
  };
  const ask = (window: DesktopWindow): void => {
    asking = askNow(window);
  };
  const askNow = async (window: DesktopWindow): Promise<void> => {
    if (elements === null) return;
    turn += 1;
    const mine = turn;
    underWay = mine;
    const focus = await elements.focused(window).catch(() => null);
    if (underWay === mine) underWay = null;
    // Not by time: what was told meanwhile may, behind a sleep, hold from before we asked.
    if (parts.isClosed() || turn !== mine || view()?.front?.handle !== window.handle) return;
    if (focus !== null) set(focus, nowNs());
  };

  return {
    set,
    lost: (sinceNs) => {
      turn += 1;
      focuses.changeFrom(sinceNs, () => ({ kind: 'unknown' }));
    },
    enter: (window, atNs) => {
      focuses.set(atNs, { kind: 'unknown' });
      ask(window);
    },
    asked: () => asking,
    lookFor: ({ front, foreground }) => {
      if (front === null || foreground.verdict.kind === 'refused' || underWay === turn) return;
      const state = focuses.latest();
      const isTold =
        state.kind === 'field' &&
        state.focus.processId === front.processId &&
        (state.focus.inPage || !foreground.pagesOnly);
      if (!isTold) ask(front);
    },
  };
}
