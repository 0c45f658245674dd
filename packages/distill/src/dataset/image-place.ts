/** Places and boxes of the desktop → pixels of the picture that a row shows. */
import type { Box, Point, Size } from '@understudy/recording';
import type { Action, Place, Target } from '../action.ts';

const within = (value: number, last: number): number => Math.min(last, Math.max(0, value));

/** The pixel of the picture that shows the place. A picture may be smaller than the desktop. */
export function placeInImage({ normalised, pixel }: Place, image: Size): Point {
  const { x, y } = normalised ?? { x: pixel.x / image.width, y: pixel.y / image.height };
  return {
    x: within(Math.floor(x * image.width), image.width - 1),
    y: within(Math.floor(y * image.height), image.height - 1),
  };
}

/** Corners left, top, right, bottom as shares of the desktop, cut to it (OpenCUA `bbox`). */
export function normaliseBox(box: Box, screen: Size): readonly [number, number, number, number] {
  const share = (value: number, all: number): number =>
    Math.round(within(value / all, 1) * 10_000) / 10_000;
  return [
    share(box.x, screen.width),
    share(box.y, screen.height),
    share(box.x + box.width, screen.width),
    share(box.y + box.height, screen.height),
  ];
}

export function actionTarget(action: Action): Target | null {
  return 'target' in action ? action.target : null;
}
