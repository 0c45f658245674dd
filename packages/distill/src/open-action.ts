/** The one action that is still growing: what the reducer has seen of it so far. */
import type { Point, PointerButton } from '@understudy/recording';
import type { Observation, Scene, Target } from './action.ts';

/** What every open action begins with. */
export interface Begun {
  readonly startNs: number;
  /** The last event that decides about the action; releases of keys don't. */
  endNs: number;
  readonly events: number[];
  /** pyautogui's names of the modifiers held, in the order in which they went down. */
  readonly modifiers: readonly string[];
  readonly preMove: { readonly startNs: number; readonly from: Point } | null;
  /** What was in front when the action began. */
  readonly scene: Scene;
  target: Target | null;
  /** undefined: not looked for yet. */
  observed: Observation | null | undefined;
}

/** One press of a button within a pointer action; a triple click has three. */
export interface Press {
  readonly startNs: number;
  endNs: number;
  readonly from: Point;
  to: Point;
  readonly events: number[];
  target: Target | null;
}

/** The raw events are its presses' events; `events` stays empty. */
export interface OpenPointer extends Begun {
  readonly kind: 'pointer';
  readonly button: PointerButton;
  down: boolean;
  readonly presses: [Press, ...Press[]];
}

interface OpenScroll extends Begun {
  readonly kind: 'scroll';
  readonly at: Point;
  dx: number;
  dy: number;
}

export interface OpenTyping extends Begun {
  readonly kind: 'typing';
  /** What stands there: one string a key that put text, less what was erased. */
  readonly texts: string[];
  keyCount: number;
}

interface OpenWithheld extends Begun {
  readonly kind: 'withheld';
  keyCount: number;
}

interface OpenKeys extends Begun {
  readonly kind: 'keys';
  readonly code: string;
  readonly keys: readonly string[];
  presses: number;
}

interface OpenChoice extends Begun {
  readonly kind: 'choice';
  readonly text: string;
  readonly target: Target;
}

export type OpenAction =
  | OpenPointer
  | OpenScroll
  | OpenTyping
  | OpenWithheld
  | OpenKeys
  | OpenChoice;

export function lastPress(open: OpenPointer): Press {
  return open.presses.at(-1) ?? open.presses[0];
}

export function addEvents(open: OpenAction, events: readonly number[]): void {
  (open.kind === 'pointer' ? lastPress(open).events : open.events).push(...events);
}
