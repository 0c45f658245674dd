/**
 * Actions → the same done to a live page, by structure first and by coordinates
 * last, and what was used for each. Coordinates are carried over from where the
 * last control was found: the recording's are of the desktop, the page's are not.
 */
import { unreachable } from '@understudy/base';
import type { Point } from '@understudy/recording';
import type { Page } from 'playwright-core';
import type { Action, ChooseAction, Place } from '../action.ts';
import { keyFromName } from '../key-name.ts';
import { actionTarget } from '../dataset/image-place.ts';
import { chooseIn } from './choose-in.ts';
import { findTarget } from './find-target.ts';
import { carryPoint, clickButton, clicks } from './pointer.ts';
import type { ReplayedBy } from './quality.ts';

export interface ReplayOptions {
  /** What stands in for typing that was withheld; null: such a step cannot be done. */
  readonly withheldText: string | null;
  /** How long a control may take to appear. */
  readonly timeoutMs: number;
}

/** Playwright calls the space bar by its code. */
const keyOf = (name: string): string => (name === 'space' ? 'Space' : keyFromName(name));

const pixelsPerStep = 100;

export interface Replayer {
  do(action: Action): Promise<ReplayedBy>;
}

export function createReplayer(page: Page, options: ReplayOptions): Replayer {
  /** Desktop minus page, where a control was last found; null: none was yet. */
  let offset: Point | null = null;

  /** Where on the page the place is now, and how that was known. */
  const locate = async (
    action: Action,
    place: Place,
  ): Promise<{ by: ReplayedBy; point: Point } | null> => {
    const target = actionTarget(action);
    const found = target === null ? null : await findTarget(page, target, options.timeoutMs);
    if (target !== null && found !== null) {
      offset = { x: target.box.x - found.box.x, y: target.box.y - found.box.y };
      return { by: found.by, point: carryPoint(place.pixel, target.box, found.box) };
    }
    if (offset === null) return null;
    return {
      by: 'coordinates',
      point: { x: place.pixel.x - offset.x, y: place.pixel.y - offset.y },
    };
  };

  const holding = async (
    modifiers: readonly string[],
    work: () => Promise<void>,
  ): Promise<void> => {
    for (const name of modifiers) await page.keyboard.down(keyOf(name));
    await work();
    for (const name of modifiers.toReversed()) await page.keyboard.up(keyOf(name));
  };

  const typeInto = async (action: Action, text: string): Promise<ReplayedBy> => {
    const target = actionTarget(action);
    const found = target === null ? null : await findTarget(page, target, options.timeoutMs);
    if (found !== null) await found.locator.focus();
    await page.keyboard.type(text);
    return found?.by ?? 'keys';
  };

  /** What the browser draws is on no page: the control is given what was chosen there. */
  const choose = async ({ text, target }: ChooseAction): Promise<ReplayedBy> => {
    const found = await findTarget(page, target, options.timeoutMs);
    if (found === null) return 'notDone';
    const chosen = await chooseIn(found.locator, text, options.timeoutMs).catch(() => false);
    return chosen ? found.by : 'notDone';
  };

  /** False: the browser knows no such key; one that turns pages is none of a page. */
  const strike = async (keys: readonly string[]): Promise<boolean> => {
    try {
      await page.keyboard.press(keys.map(keyOf).join('+'));
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.includes('Unknown key')) return false;
      throw error;
    }
  };

  return {
    do: async (action) => {
      switch (action.kind) {
        case 'click':
        case 'doubleClick':
        case 'tripleClick':
        case 'rightClick':
        case 'middleClick': {
          const at = await locate(action, action.at);
          if (at === null) return 'notDone';
          const { times: clickCount, button } = clicks[action.kind];
          await holding(action.modifiers, () =>
            page.mouse.click(at.point.x, at.point.y, { button, clickCount }),
          );
          return at.by;
        }
        case 'longPress': {
          const button = clickButton(action.button);
          const at = await locate(action, action.at);
          if (at === null || button === null) return 'notDone';
          const delay = (action.endNs - action.startNs) / 1e6;
          await holding(action.modifiers, () =>
            page.mouse.click(at.point.x, at.point.y, { button, delay }),
          );
          return at.by;
        }
        case 'drag': {
          const button = clickButton(action.button);
          const from = await locate(action, action.at);
          if (from === null || offset === null || button === null) return 'notDone';
          const by: Point = {
            x: action.to.pixel.x - action.at.pixel.x,
            y: action.to.pixel.y - action.at.pixel.y,
          };
          await page.mouse.move(from.point.x, from.point.y);
          await holding(action.modifiers, async () => {
            await page.mouse.down({ button });
            await page.mouse.move(from.point.x + by.x, from.point.y + by.y, { steps: 8 });
            await page.mouse.up({ button });
          });
          return from.by;
        }
        case 'scroll': {
          const at = await locate(action, action.at);
          if (at !== null) await page.mouse.move(at.point.x, at.point.y);
          await holding(action.modifiers, () =>
            page.mouse.wheel(action.dx * pixelsPerStep, -action.dy * pixelsPerStep),
          );
          return at?.by ?? 'keys';
        }
        case 'type': {
          const text = action.text ?? options.withheldText;
          return text === null ? 'notDone' : typeInto(action, text);
        }
        case 'choose':
          return choose(action);
        case 'press':
        case 'hotkey':
          for (let press = 0; press < action.presses; press += 1) {
            if (!(await strike(action.keys))) return 'notDone';
          }
          return 'keys';
        case 'wait':
        case 'terminate':
          return 'time';
        default:
          return unreachable(action);
      }
    },
  };
}
