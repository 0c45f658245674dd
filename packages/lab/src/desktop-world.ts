/**
 * Actions → the same done on a virtual desktop by hands (XTEST): by structure
 * first (the control of that role and name, wherever it stands now), by
 * coordinates last, and which it was. What shows is asked of `look`, the
 * desktop's accessibility.
 */
import { unreachable } from '@understudy/base';
import {
  keyFromName,
  type Action,
  type OpenWorld,
  type Place,
  type ReplayedBy,
  type ReplayWorld,
  type Target,
} from '@understudy/distill';
import { setTimeout as rest } from 'node:timers/promises';
import type { Hands } from './hands/hands.ts';
import type { Box, Point } from './hands/place.ts';

/** A control that shows; places in pixels of the desktop. */
export interface SeenControl {
  readonly role: string;
  readonly name: string;
  readonly box: Box;
}

export interface DesktopWorldOptions {
  /** Starts the program at the beginning of the task; it stands when this resolves. */
  readonly start: () => Promise<{ readonly stop: () => Promise<void> }>;
  readonly look: () => Promise<readonly SeenControl[]>;
  readonly hands: Hands;
  /** Texts that all show when the task is done. */
  readonly outcome: readonly string[];
  /** What stands in for typing that was withheld; null: such a step cannot be done. */
  readonly withheldText: string | null;
  /** How long a control, or the outcome, may take to appear. */
  readonly timeoutMs: number;
}

const pollMs = 100;
const times = { click: 1, doubleClick: 2, tripleClick: 3, rightClick: 1, middleClick: 1 } as const;
const buttons = {
  click: 'left',
  doubleClick: 'left',
  tripleClick: 'left',
  rightClick: 'right',
  middleClick: 'middle',
} as const;

/** Hands aim within a box: at a place, it is the pixel. */
const pixelBox = ({ x, y }: Point): Box => ({
  x: Math.round(x),
  y: Math.round(y),
  width: 1,
  height: 1,
});

const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** Of several controls of that role and name, the one nearest to where it was. */
function findControl(
  seen: readonly SeenControl[],
  { role, name, box }: Target,
): SeenControl | null {
  const was = middle(box);
  const away = (control: SeenControl): number => {
    const now = middle(control.box);
    return Math.hypot(now.x - was.x, now.y - was.y);
  };
  const [nearest] = seen
    .filter((control) => name !== '' && control.role === role && control.name === name)
    .toSorted((a, b) => away(a) - away(b));
  return nearest ?? null;
}

/** The place in the control's box now that the pixel was in its box then. */
function pointIn(now: Box, was: Box, pixel: Point): Point {
  const share = (value: number, all: number): number =>
    all <= 0 ? 0.5 : Math.min(0.95, Math.max(0.05, value / all));
  return {
    x: now.x + now.width * share(pixel.x - was.x, was.width),
    y: now.y + now.height * share(pixel.y - was.y, was.height),
  };
}

/** Asks until the answer will do, at most so long. */
async function until<Value>(
  ask: () => Promise<Value>,
  willDo: (value: Value) => boolean,
  timeoutMs: number,
): Promise<Value> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (willDo(value) || performance.now() > end) return value;
    await rest(pollMs);
  }
}

function openDesktop(options: DesktopWorldOptions, stop: () => Promise<void>): OpenWorld {
  const { hands, look, outcome, timeoutMs, withheldText } = options;

  /** Resolves when what shows no longer changes. */
  const settle = async (): Promise<void> => {
    let before = '';
    await until(
      async () => {
        const now = JSON.stringify(await look());
        const same = now === before;
        before = now;
        return same;
      },
      (same) => same,
      timeoutMs,
    );
  };

  const locate = async (target: Target | null, { pixel }: Place) => {
    if (target === null) return { by: 'coordinates', point: pixel } as const;
    const find = async () => findControl(await look(), target);
    await until(find, (control) => control !== null, timeoutMs);
    // A window that has just come may still be on its way to its place.
    await settle();
    const found = await find();
    if (found === null) return { by: 'coordinates', point: pixel } as const;
    return { by: 'structure', point: pointIn(found.box, target.box, pixel) } as const;
  };

  const work = async (action: Action): Promise<ReplayedBy> => {
    switch (action.kind) {
      case 'click':
      case 'doubleClick':
      case 'tripleClick':
      case 'rightClick':
      case 'middleClick': {
        if (action.modifiers.length > 0) return 'notDone';
        const { by, point } = await locate(action.target, action.at);
        await hands.click(pixelBox(point), times[action.kind], buttons[action.kind]);
        return by;
      }
      case 'drag': {
        if (action.button !== 'left' || action.modifiers.length > 0) return 'notDone';
        const { by, point } = await locate(action.target, action.at);
        const { x, y } = action.to.pixel;
        const to = { x: point.x + x - action.at.pixel.x, y: point.y + y - action.at.pixel.y };
        await hands.drag(pixelBox(point), pixelBox(to));
        return by;
      }
      case 'scroll': {
        if (action.dx !== 0 || action.modifiers.length > 0) return 'notDone';
        const { by, point } = await locate(action.target, action.at);
        await hands.moveTo(pixelBox(point));
        await hands.scroll(-Math.round(action.dy));
        return by;
      }
      case 'type': {
        const text = action.text ?? withheldText;
        if (text === null) return 'notDone';
        await hands.type(text);
        return 'keys';
      }
      case 'press':
      case 'hotkey':
        for (let press = 0; press < action.presses; press += 1) {
          await hands.press(...action.keys.map(keyFromName));
        }
        return 'keys';
      case 'wait':
      case 'terminate':
        return 'time';
      case 'longPress':
        return 'notDone';
      default:
        return unreachable(action);
    }
  };

  return {
    do: async (action) => {
      const by = await work(action);
      if (by !== 'time' && by !== 'notDone') await settle();
      return by;
    },
    isDone: () =>
      until(
        async () => {
          const names = (await look()).map(({ name }) => name);
          return outcome.every((text) => names.some((name) => name.includes(text)));
        },
        (done) => done,
        timeoutMs,
      ),
    close: stop,
  };
}

/** Each replay begins with the program started anew. */
export function createDesktopWorld(options: DesktopWorldOptions): ReplayWorld {
  return {
    open: async () => {
      const { stop } = await options.start();
      return openDesktop(options, stop);
    },
  };
}
