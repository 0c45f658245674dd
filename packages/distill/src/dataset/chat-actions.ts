/**
 * Actions in the words of the two computer-use APIs: Anthropic's
 * `computer_20250124` tool and OpenAI's `computer_call`. null: the API has no
 * word for it, and nothing like it is put in its place.
 */
import { unreachable } from '@understudy/base';
import type { Size } from '@understudy/recording';
import type { Action } from '../action.ts';
import { isList } from '../list-role.ts';
import { placeInImage } from './image-place.ts';

/** pyautogui's names → the keysyms that Anthropic's tool gives to xdotool. */
const keysyms = new Map(
  Object.entries({
    enter: 'Return',
    esc: 'Escape',
    tab: 'Tab',
    backspace: 'BackSpace',
    delete: 'Delete',
    insert: 'Insert',
    home: 'Home',
    end: 'End',
    pageup: 'Page_Up',
    pagedown: 'Page_Down',
    up: 'Up',
    down: 'Down',
    left: 'Left',
    right: 'Right',
    win: 'super',
    apps: 'Menu',
    capslock: 'Caps_Lock',
    numlock: 'Num_Lock',
    scrolllock: 'Scroll_Lock',
    printscreen: 'Print',
    pause: 'Pause',
    altright: 'ISO_Level3_Shift',
    browserback: 'XF86Back',
    browserforward: 'XF86Forward',
  }),
);

function keysym(name: string): string {
  const known = keysyms.get(name);
  if (known !== undefined) return known;
  return /^f\d+$/.test(name) ? name.toUpperCase() : name;
}

export type ToolInput = Readonly<Record<string, string | number | readonly number[]>>;

const anthropicClicks = {
  click: 'left_click',
  doubleClick: 'double_click',
  tripleClick: 'triple_click',
  rightClick: 'right_click',
  middleClick: 'middle_click',
} as const;

/** One tool use after the other; the last one's result is the next screenshot. */
export function actionToAnthropic(action: Action, image: Size): readonly ToolInput[] | null {
  const held = (modifiers: readonly string[]): ToolInput =>
    modifiers.length === 0 ? {} : { text: modifiers.map(keysym).join('+') };
  const point = (place: Parameters<typeof placeInImage>[0]): readonly number[] => {
    const { x, y } = placeInImage(place, image);
    return [x, y];
  };
  switch (action.kind) {
    case 'click':
    case 'doubleClick':
    case 'tripleClick':
    case 'rightClick':
    case 'middleClick':
      return [
        {
          action: anthropicClicks[action.kind],
          coordinate: point(action.at),
          ...held(action.modifiers),
        },
      ];
    case 'longPress':
      if (action.button !== 'left' || action.modifiers.length > 0) return null;
      return [
        { action: 'mouse_move', coordinate: point(action.at) },
        { action: 'left_mouse_down' },
        { action: 'wait', duration: seconds(action.endNs - action.startNs) },
        { action: 'left_mouse_up' },
      ];
    case 'drag':
      if (action.button !== 'left' || action.modifiers.length > 0) return null;
      return [
        {
          action: 'left_click_drag',
          start_coordinate: point(action.at),
          coordinate: point(action.to),
        },
      ];
    case 'scroll': {
      const steps = [
        [action.dy, 'up', 'down'],
        [action.dx, 'right', 'left'],
      ] as const;
      const turned = steps.filter(([amount]) => amount !== 0);
      // Up and down again: no call would mean that the task is done.
      if (turned.length === 0) return null;
      return turned.map(([amount, positive, negative]) => ({
        action: 'scroll',
        coordinate: point(action.at),
        scroll_direction: amount > 0 ? positive : negative,
        scroll_amount: Math.max(1, Math.round(Math.abs(amount))),
        ...held(action.modifiers),
      }));
    }
    case 'type':
      return action.text === null ? null : [{ action: 'type', text: action.text }];
    case 'choose':
      if (!isList(action.target)) return null;
      return [
        { action: 'type', text: action.text },
        { action: 'key', text: 'Return' },
      ];
    case 'press':
    case 'hotkey': {
      const text = action.keys.map(keysym).join('+');
      return Array.from({ length: action.presses }, () => ({ action: 'key', text }));
    }
    case 'wait':
      return [{ action: 'wait', duration: seconds(action.durationNs) }];
    case 'terminate':
      return [];
    default:
      return unreachable(action);
  }
}

const seconds = (ns: number): number => Math.max(0.1, Math.round(ns / 1e8) / 10);

export type ComputerAction = Readonly<Record<string, unknown>> & { readonly type: string };

/** Pixels that one step of a wheel scrolls, as OpenAI's samples have it. */
const pixelsPerStep = 100;

const openaiKeys = new Map(
  Object.entries({
    up: 'ARROWUP',
    down: 'ARROWDOWN',
    left: 'ARROWLEFT',
    right: 'ARROWRIGHT',
    win: 'META',
  }),
);

export function actionToOpenAi(action: Action, image: Size): readonly ComputerAction[] | null {
  const point = (place: Parameters<typeof placeInImage>[0]) => placeInImage(place, image);
  switch (action.kind) {
    case 'click':
    case 'doubleClick':
    case 'tripleClick':
    case 'rightClick':
    case 'middleClick': {
      if (action.modifiers.length > 0) return null;
      const at = point(action.at);
      const click = (button: string): ComputerAction => ({ type: 'click', button, ...at });
      if (action.kind === 'rightClick') return [click('right')];
      if (action.kind === 'middleClick') return [click('wheel')];
      if (action.kind === 'click') return [click('left')];
      const double: ComputerAction = { type: 'double_click', ...at };
      return action.kind === 'doubleClick' ? [double] : [double, click('left')];
    }
    case 'longPress':
      return null;
    case 'drag':
      if (action.button !== 'left' || action.modifiers.length > 0) return null;
      return [{ type: 'drag', path: [point(action.at), point(action.to)] }];
    case 'scroll':
      if (action.modifiers.length > 0) return null;
      return [
        {
          type: 'scroll',
          ...point(action.at),
          scroll_x: Math.round(action.dx * pixelsPerStep),
          scroll_y: Math.round(-action.dy * pixelsPerStep),
        },
      ];
    case 'type':
      return action.text === null ? null : [{ type: 'type', text: action.text }];
    case 'choose':
      if (!isList(action.target)) return null;
      return [
        { type: 'type', text: action.text },
        { type: 'keypress', keys: ['ENTER'] },
      ];
    case 'press':
    case 'hotkey': {
      const keys = action.keys.map((key) => openaiKeys.get(key) ?? key.toUpperCase());
      return Array.from({ length: action.presses }, () => ({ type: 'keypress', keys }));
    }
    case 'wait':
      return [{ type: 'wait' }];
    case 'terminate':
      return [];
    default:
      return unreachable(action);
  }
}

/** Why an action has no word: told apart so that withheld typing is counted as such. */
export function reasonOfNone(action: Action): 'withheld' | 'noEquivalent' {
  return action.kind === 'type' && action.text === null ? 'withheld' : 'noEquivalent';
}
