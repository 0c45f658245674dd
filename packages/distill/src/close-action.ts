/**
 * An open action → the actions that it turned out to be, less what the
 * emission adds (the observation). Pure; the thresholds are the profile's.
 */
import { unreachable } from '@understudy/base';
import type { Point, Size } from '@understudy/recording';
import type { Action, EventDropReason, Place } from './action.ts';
import { lastPress, type OpenAction, type OpenPointer, type Press } from './open-action.ts';
import type { Profile } from './profile.ts';
import {
  chooseCode,
  clickCode,
  dragCode,
  keyCode,
  longPressCode,
  scrollCode,
  typeCode,
} from './pyautogui.ts';

/** An action before its observation is known. */
export type Draft = Action extends infer One
  ? One extends Action
    ? Omit<One, 'observation'>
    : never
  : never;

export type Closed =
  | { readonly kind: 'actions'; readonly drafts: readonly Draft[] }
  | { readonly kind: 'dropped'; readonly reason: EventDropReason; readonly count: number };

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function placeOf(point: Point, size: Size | null): Place {
  const pixel = { x: point.x, y: point.y };
  if (size === null || size.width <= 0 || size.height <= 0) return { pixel, normalised: null };
  return { pixel, normalised: { x: point.x / size.width, y: point.y / size.height } };
}

export const isDrag = (press: Press, profile: Profile): boolean =>
  distance(press.from, press.to) > profile.dragPx;

export const isLongPress = (press: Press, profile: Profile): boolean =>
  press.endNs - press.startNs > profile.longPressNs;

const clickKinds = ['click', 'doubleClick', 'tripleClick'] as const;

function clicks(open: OpenPointer, presses: readonly Press[]): Draft | null {
  const [first] = presses;
  const last = presses.at(-1);
  if (first === undefined || last === undefined) return null;
  const { button, modifiers, scene } = open;
  const timed = {
    startNs: first === open.presses[0] ? open.startNs : first.startNs,
    endNs: last.endNs,
    events: presses.flatMap((press) => press.events),
    preMove: first === open.presses[0] ? open.preMove : null,
    target: first.target,
    scene,
  };
  // The side buttons turn pages, which pyautogui has keys for and no buttons.
  if (button === 'back' || button === 'forward') {
    const keys = [...modifiers, button === 'back' ? 'browserback' : 'browserforward'];
    return {
      ...timed,
      kind: keys.length === 1 ? 'press' : 'hotkey',
      keys,
      presses: presses.length,
      code: keyCode(keys, presses.length),
    };
  }
  const kind =
    button === 'right'
      ? 'rightClick'
      : button === 'middle'
        ? 'middleClick'
        : (clickKinds[presses.length - 1] ?? 'tripleClick');
  const at = placeOf(first.from, scene.screen);
  return { ...timed, kind, at, modifiers, code: clickCode(kind, at, modifiers) };
}

/** The last press of the open action, where it was more than a click. */
function dragOrLongPress(open: OpenPointer, press: Press, profile: Profile): Draft | null {
  const { button, modifiers, scene } = open;
  const first = press === open.presses[0];
  const timed = {
    startNs: first ? open.startNs : press.startNs,
    endNs: press.endNs,
    events: press.events,
    preMove: first ? open.preMove : null,
    target: press.target,
    scene,
    button,
    modifiers,
  };
  const at = placeOf(press.from, scene.screen);
  if (isDrag(press, profile)) {
    const to = placeOf(press.to, scene.screen);
    return { ...timed, kind: 'drag', at, to, code: dragCode(at, to, button, modifiers) };
  }
  if (isLongPress(press, profile)) {
    const seconds = (press.endNs - press.startNs) / 1e9;
    return { ...timed, kind: 'longPress', at, code: longPressCode(at, button, seconds, modifiers) };
  }
  return null;
}

function closePointer(open: OpenPointer, profile: Profile): readonly Draft[] {
  const last = lastPress(open);
  const more = dragOrLongPress(open, last, profile);
  const before = clicks(open, more === null ? open.presses : open.presses.slice(0, -1));
  return [before, more].filter((draft) => draft !== null);
}

export function closeAction(
  open: OpenAction,
  profile: Profile,
  isOwnHotkey: (keys: readonly string[]) => boolean,
): Closed {
  const { startNs, endNs, events, scene, preMove, modifiers, target } = open;
  const timed = { startNs, endNs, events, scene, preMove };
  switch (open.kind) {
    case 'pointer':
      return { kind: 'actions', drafts: closePointer(open, profile) };
    case 'scroll': {
      const { dx, dy } = open;
      const at = placeOf(open.at, scene.screen);
      const code = scrollCode(at, dx, dy, modifiers);
      return {
        kind: 'actions',
        drafts: [{ ...timed, kind: 'scroll', at, dx, dy, modifiers, target, code }],
      };
    }
    case 'typing': {
      const text = open.texts.join('');
      if (text === '') return { kind: 'dropped', reason: 'erased', count: events.length };
      const { keyCount } = open;
      return {
        kind: 'actions',
        drafts: [{ ...timed, kind: 'type', text, keyCount, target, code: typeCode(text) }],
      };
    }
    case 'withheld': {
      const { keyCount } = open;
      return {
        kind: 'actions',
        drafts: [{ ...timed, kind: 'type', text: null, keyCount, target, code: typeCode(null) }],
      };
    }
    case 'keys': {
      const { keys, presses } = open;
      if (isOwnHotkey(keys)) return { kind: 'dropped', reason: 'ownHotkey', count: events.length };
      return {
        kind: 'actions',
        drafts: [
          {
            ...timed,
            kind: keys.length === 1 ? 'press' : 'hotkey',
            keys,
            presses,
            target,
            code: keyCode(keys, presses),
          },
        ],
      };
    }
    case 'choice': {
      const { text, target: control } = open;
      const code = chooseCode(text, control);
      return {
        kind: 'actions',
        drafts: [{ ...timed, kind: 'choose', text, target: control, code }],
      };
    }
    default:
      return unreachable(open);
  }
}
