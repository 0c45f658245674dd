/**
 * Actions → the same done by hands on a virtual desktop: by structure first (the
 * control of that role and name, wherever it stands now), by coordinates last,
 * and which it was.
 */
import { unreachable } from '@understudy/base';
import {
  clickButton,
  clicks,
  keyFromName,
  type Action,
  type ReplayedBy,
} from '@understudy/distill';
import { pixelBox, type Aim } from './desktop-aim.ts';
import { LabError } from './error.ts';
import type { Hands } from './hands/hands.ts';

interface DesktopStepsOptions {
  readonly hands: Hands;
  readonly aim: Aim;
  /** What stands in for typing that was withheld; null: such a step cannot be done. */
  readonly withheldText: string | null;
}

export function createDesktopSteps({
  hands,
  aim,
  withheldText,
}: DesktopStepsOptions): (action: Action) => Promise<ReplayedBy> {
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
        return aim.click(action.target, action.at, (box) =>
          holding(action.modifiers, () => hands.click(box, times, button)),
        );
      }
      case 'longPress': {
        const button = clickButton(action.button);
        if (button === null) return 'notDone';
        const { by, box } = await aim.at(action.target, action.at);
        const holdMs = (action.endNs - action.startNs) / 1e6;
        await holding(action.modifiers, () => hands.longPress(box, holdMs, button));
        return by;
      }
      case 'drag': {
        const button = clickButton(action.button);
        if (button === null) return 'notDone';
        const { by, box } = await aim.at(action.target, action.at);
        const { x, y } = action.to.pixel;
        const to = { x: box.x + x - action.at.pixel.x, y: box.y + y - action.at.pixel.y };
        await holding(action.modifiers, () => hands.drag(box, pixelBox(to), button));
        return by;
      }
      case 'scroll': {
        const { by } = await aim.at(action.target, action.at);
        await holding(action.modifiers, () =>
          hands.scroll(-Math.round(action.dy), Math.round(action.dx)),
        );
        return by;
      }
      case 'type': {
        const text = action.text ?? withheldText;
        if (text === null) return 'notDone';
        await aim.untilHeard();
        await hands.type(text);
        return 'keys';
      }
      case 'choose':
        // The list is the browser's own, where nothing tells that it is open.
        return 'notDone';
      case 'press':
      case 'hotkey':
        await aim.untilHeard();
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
