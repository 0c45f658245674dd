/** What a click of each kind is, and where a place in a control is when the control stands elsewhere. */
import type { Box, Point, PointerButton } from '@understudy/recording';

/** Buttons that every pointer has; the others turn pages. */
export type ClickButton = 'left' | 'middle' | 'right';

export const clicks = {
  click: { times: 1, button: 'left' },
  doubleClick: { times: 2, button: 'left' },
  tripleClick: { times: 3, button: 'left' },
  rightClick: { times: 1, button: 'right' },
  middleClick: { times: 1, button: 'middle' },
} as const;

/** null: there is none to press it with. */
export function clickButton(button: PointerButton): ClickButton | null {
  return button === 'back' || button === 'forward' ? null : button;
}

/** The place in the control's box now that the pixel was in its box then; never at its edge. */
export function carryPoint(pixel: Point, was: Box, now: Box): Point {
  const share = (value: number, all: number): number =>
    all <= 0 ? 0.5 : Math.min(0.95, Math.max(0.05, value / all));
  return {
    x: now.x + now.width * share(pixel.x - was.x, was.width),
    y: now.y + now.height * share(pixel.y - was.y, was.height),
  };
}
