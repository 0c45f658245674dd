/**
 * What a person did, distilled from many raw events (spec/dataset.md). Ordered
 * by start; no two overlap. `events` are the numbers of the raw events in the
 * session, counted from 0 over all its segments.
 */
import type { FrameId } from '@understudy/base';
import type { Box, Point, PointerButton, Size } from '@understudy/recording';

export type Action =
  | ClickAction
  | LongPressAction
  | DragAction
  | ScrollAction
  | TypeAction
  | ChooseAction
  | KeyAction
  | WaitAction
  | TerminateAction;

export type ActionKind = Action['kind'];

/** Done in one place, which lies in its control's box. */
export const pointKinds = [
  'click',
  'doubleClick',
  'tripleClick',
  'rightClick',
  'middleClick',
  'longPress',
] as const satisfies readonly ActionKind[];

export const actionKinds = [
  ...pointKinds,
  'drag',
  'scroll',
  'type',
  'choose',
  'press',
  'hotkey',
  'wait',
  'terminate',
] as const satisfies readonly ActionKind[];

interface ActionBase {
  /** Nanoseconds since the session's start. */
  readonly startNs: number;
  readonly endNs: number;
  readonly events: readonly number[];
  /** The frame that the person acted upon; null where none was recorded before the action. */
  readonly observation: Observation | null;
  /** Where it was done: the geometry, the app and the page in front; null where not known. */
  readonly scene: Scene;
  /** The moves that led here, of which only the beginning is kept; null where there were none. */
  readonly preMove: { readonly startNs: number; readonly from: Point } | null;
  /** Runnable with pyautogui, coordinates normalised (OpenCUA's form). */
  readonly code: string;
}

export interface Scene {
  readonly screen: Size | null;
  readonly app: string | null;
  /** Without query and fragment; only where the recording has pages. */
  readonly url: string | null;
}

/** Invariant: `timeNs` is before the action's start, by `leadNs`. */
export interface Observation {
  readonly frame: FrameId;
  readonly timeNs: number;
  readonly leadNs: number;
}

/**
 * A pixel of the desktop, and the same as a share of the geometry in force then:
 * 0…1, unless the recording places it outside.
 */
export interface Place {
  readonly pixel: Point;
  readonly normalised: Point | null;
}

/** The control that was acted upon. For pointer actions its box holds the place. */
export interface Target {
  readonly role: string;
  readonly name: string;
  readonly box: Box;
  readonly css?: string;
  readonly testId?: string;
  readonly label?: string;
}

export interface ClickAction extends ActionBase {
  readonly kind: 'click' | 'doubleClick' | 'tripleClick' | 'rightClick' | 'middleClick';
  readonly at: Place;
  readonly modifiers: readonly string[];
  readonly target: Target | null;
}

export interface LongPressAction extends ActionBase {
  readonly kind: 'longPress';
  readonly at: Place;
  readonly button: PointerButton;
  readonly modifiers: readonly string[];
  readonly target: Target | null;
}

export interface DragAction extends ActionBase {
  readonly kind: 'drag';
  readonly at: Place;
  readonly to: Place;
  readonly button: PointerButton;
  readonly modifiers: readonly string[];
  readonly target: Target | null;
}

export interface ScrollAction extends ActionBase {
  readonly kind: 'scroll';
  readonly at: Place;
  /** Steps of the wheel, right and up above 0. */
  readonly dx: number;
  readonly dy: number;
  readonly modifiers: readonly string[];
  readonly target: Target | null;
}

export interface TypeAction extends ActionBase {
  readonly kind: 'type';
  /** null: the keys were withheld, so what was typed is not known and never made up. */
  readonly text: string | null;
  readonly keyCount: number;
  readonly target: Target | null;
}

/** What was chosen in a list or picker that the browser draws, or put into a field without keys. */
export interface ChooseAction extends ActionBase {
  readonly kind: 'choose';
  /** What the control shows since; several choices are joined by `, `. */
  readonly text: string;
  readonly target: Target;
}

/** One key, or several held together; names are pyautogui's. */
export interface KeyAction extends ActionBase {
  readonly kind: 'press' | 'hotkey';
  readonly keys: readonly string[];
  /** How often it went off while the key was held (auto-repeat). */
  readonly presses: number;
  readonly target: Target | null;
}

export interface WaitAction extends ActionBase {
  readonly kind: 'wait';
  readonly durationNs: number;
}

export interface TerminateAction extends ActionBase {
  readonly kind: 'terminate';
  readonly status: 'success' | 'failure';
}

/** Why a raw button, wheel or key event is part of no action. */
export type EventDropReason =
  | 'lateRelease'
  | 'releaseWithoutPress'
  | 'erased'
  | 'ownHotkey'
  | 'unnamedKey'
  | 'loneModifier'
  | 'gap';

/** What was put right in the recording, counted. */
export type RepairReason = 'clockBackwards' | 'neverReleased';

export interface ReductionCounts {
  readonly events: number;
  /** Raw button, wheel and key events; each is in one action or in one drop. */
  readonly inputs: number;
  readonly drops: Readonly<Partial<Record<EventDropReason, number>>>;
  readonly repairs: Readonly<Partial<Record<RepairReason, number>>>;
}
