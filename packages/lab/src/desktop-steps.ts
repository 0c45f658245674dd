/**
 * Actions → the same done by hands on a virtual desktop: by structure first (the
 * control of that role and name, wherever it stands now), by coordinates last,
 * and which it was.
 */
import { unreachable } from '@understudy/base';
import {
  carryPoint,
  clickButton,
  clicks,
  keyFromName,
  type Action,
  type Place,
  type ReplayedBy,
  type Target,
} from '@understudy/distill';
import { LabError } from './error.ts';
import type { Hands } from './hands/hands.ts';
import type { Box, Point } from './hands/place.ts';

/** A control that shows; places in pixels of the desktop. */
export interface SeenControl {
  readonly role: string;
  readonly name: string;
  readonly box: Box;
}

interface DesktopStepsOptions {
  readonly hands: Hands;
  /** The control, once it shows and stands still; null: it does not come. */
  readonly awaitControl: (
    find: (seen: readonly SeenControl[]) => SeenControl | null,
  ) => Promise<SeenControl | null>;
  /** What stands in for typing that was withheld; null: such a step cannot be done. */
  readonly withheldText: string | null;
}

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

export function createDesktopSteps({
  hands,
  awaitControl,
  withheldText,
}: DesktopStepsOptions): (action: Action) => Promise<ReplayedBy> {
  const locate = async (target: Target | null, { pixel }: Place) => {
    const found = target === null ? null : await awaitControl((seen) => findControl(seen, target));
    if (target === null || found === null) {
      return { by: 'coordinates', box: pixelBox(pixel) } as const;
    }
    return { by: 'structure', box: pixelBox(carryPoint(pixel, target.box, found.box)) } as const;
  };
  const holding = (modifiers: readonly string[], work: () => Promise<unknown>): Promise<void> =>
    hands.holding(modifiers.map(keyFromName), async () => {
      await work();
    });

  const act = async (action: Action): Promise<ReplayedBy> => {
    switch (action.kind) {
      case 'click':
      case 'doubleClick':
      case 'tripleClick':
      case 'rightClick':
      case 'middleClick': {
        const { times, button } = clicks[action.kind];
        const { by, box } = await locate(action.target, action.at);
        await holding(action.modifiers, () => hands.click(box, times, button));
        return by;
      }
      case 'longPress': {
        const button = clickButton(action.button);
        if (button === null) return 'notDone';
        const { by, box } = await locate(action.target, action.at);
        const holdMs = (action.endNs - action.startNs) / 1e6;
        await holding(action.modifiers, () => hands.longPress(box, holdMs, button));
        return by;
      }
      case 'drag': {
        const button = clickButton(action.button);
        if (button === null) return 'notDone';
        const { by, box } = await locate(action.target, action.at);
        const { x, y } = action.to.pixel;
        const to = { x: box.x + x - action.at.pixel.x, y: box.y + y - action.at.pixel.y };
        await holding(action.modifiers, () => hands.drag(box, pixelBox(to), button));
        return by;
      }
      case 'scroll': {
        const { by, box } = await locate(action.target, action.at);
        await hands.moveTo(box);
        await holding(action.modifiers, () =>
          hands.scroll(-Math.round(action.dy), Math.round(action.dx)),
        );
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
      default:
        return unreachable(action);
    }
  };

  return async (action) => {
    try {
      return await act(action);
    } catch (error) {
      if (error instanceof LabError && error.code === 'noSuchKey') return 'notDone';
      throw error;
    }
  };
}
