/**
 * Whether a key may pass, decided a while after it was pressed.
 *
 * Focus is told 20 to 30 ms after the input that moved it, and by a busy app much
 * later. So a key counts as typed into every field that had the focus from just
 * before it until the next input that can move the focus; and where one came before
 * it whose outcome is not settled yet, until it is: a while after the app told of it
 * (note "where a press led" in press-news.ts). A key that writes is withheld where it
 * never tells; one that only moves or commands holds no secret, and passes.
 */
import type { DropReason } from '@understudy/base';
import type { KeyWithheldReason } from '@understudy/recording';
import type { FocusedElement } from '../ports.ts';
import type { Verdict } from './allowlist.ts';
import { lagNs, type PressNews } from './press-news.ts';
import type { Timeline } from './timeline.ts';

export const keyHoldNs = 250e6;
const beforeNs = 20e6;
/** After what an app told last, the rest of what a press did to the focus. */
const settleNs = 500e6;
/** A key that writes nothing waits no longer for what a press before it did. */
const focusLagNs = 2e9;

/** The field that has the keyboard; unknown until it has told what it is. */
export type FocusState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'field'; readonly focus: FocusedElement };

export interface Foreground {
  readonly verdict: Verdict;
  readonly processId: number | null;
  /** Only some sites of this app are listed, so only what is typed into a page may pass. */
  readonly pagesOnly: boolean;
  /** Nobody could tell at the time which page it shows. */
  readonly inDoubt: boolean;
}

export interface KeyContext {
  readonly focus: Pick<Timeline<FocusState>, 'during'>;
  readonly foreground: Pick<Timeline<Foreground>, 'during'>;
  /** Times of presses that can move the focus: Tab, Enter, shortcuts, pointer buttons. */
  readonly movers: readonly number[];
  readonly news: Pick<PressNews, 'toldOfNs'>;
}

export interface PressedKey {
  readonly atNs: number;
  readonly code: string;
  /** It puts text, rather than being part of a shortcut. */
  readonly writes: boolean;
}

export type KeyDecision =
  | { readonly kind: 'pass' }
  | { readonly kind: 'withhold'; readonly reason: Exclude<KeyWithheldReason, 'tier' | 'sensitive'> }
  | { readonly kind: 'drop'; readonly reason: Extract<DropReason, 'notAllowed' | 'privateWindow'> };

/** Also the keys with which shortcuts begin (Ctrl+L goes to the address bar), and F1 to F24. */
const focusMovers = /^(Tab|Enter|NumpadEnter|Escape|(Control|Alt|Meta)(Left|Right)|F\d+)$/;

export function canMoveFocus(code: string): boolean {
  return focusMovers.test(code);
}

/** The presses since then, with the one before: a key that still waits may be the first after that. */
export const moversFrom = (movers: readonly number[], sinceNs: number): readonly number[] =>
  movers.slice(
    Math.max(
      0,
      movers.findLastIndex((atNs) => atNs <= sinceNs),
    ),
  );

/** Whether a key of this meaning is text, where no shortcut is being pressed. */
export function isText(key: string): boolean {
  return /^.$/su.test(key) || key === 'Dead' || key === 'Unidentified';
}

export function decideKey(key: PressedKey, context: KeyContext): KeyDecision {
  const fromNs = key.atNs - beforeNs;
  const toNs = keyReachNs(key, context);
  const foregrounds = context.foreground.during(fromNs, toNs);
  for (const { verdict } of foregrounds) {
    if (verdict.kind === 'refused') return { kind: 'drop', reason: verdict.reason };
  }
  if (!canMoveFocus(key.code) && foregrounds.some(({ inDoubt }) => inDoubt)) {
    return { kind: 'withhold', reason: 'unknownField' };
  }
  const focuses = context.focus.during(fromNs, toNs);
  if (focuses.some((state) => state.kind === 'field' && state.focus.element.secure)) {
    return { kind: 'withhold', reason: 'secureField' };
  }
  if (!canMoveFocus(key.code) && key.writes && !Number.isFinite(settledNs(key, context))) {
    return { kind: 'withhold', reason: 'unknownField' };
  }
  const known = focuses.every(
    (state) =>
      state.kind === 'field' &&
      isTelling(state.focus) &&
      foregrounds.every(
        (foreground) =>
          foreground.processId === state.focus.processId &&
          (!foreground.pagesOnly || state.focus.inPage),
      ),
  );
  return known ? { kind: 'pass' } : { kind: 'withhold', reason: 'unknownField' };
}

/** What a terminal asks for cannot be told, and it may be a password. */
function isTelling({ element }: FocusedElement): boolean {
  return element.role !== 'terminal' && element.role !== '';
}

type Presses = Pick<KeyContext, 'movers' | 'news'>;

/** Until when a change of focus, told by then, may have come before the key. */
export function keyReachNs(key: PressedKey, presses: Presses): number {
  // A mover went to the field that had the focus before it, and tells nothing of what was typed.
  if (canMoveFocus(key.code)) return key.atNs;
  const holdEndNs = key.atNs + keyHoldNs;
  const settled = settledNs(key, presses);
  const reachNs = Number.isFinite(settled) ? settled : key.atNs + lagNs;
  if (reachNs > key.atNs) return Math.max(holdEndNs, reachNs);
  return Math.min(holdEndNs, ...presses.movers.filter((atNs) => atNs > key.atNs));
}

/** From when on it is known where the last press before the key led; infinite: not yet. */
function settledNs(key: PressedKey, { movers, news }: Presses): number {
  const mover = movers.findLast((atNs) => atNs <= key.atNs);
  if (mover === undefined) return Number.MIN_SAFE_INTEGER;
  const toldNs = news.toldOfNs(mover) + settleNs;
  return key.writes ? toldNs : Math.min(toldNs, mover + focusLagNs);
}
