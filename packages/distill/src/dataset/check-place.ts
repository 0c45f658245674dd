/** Coordinates and targets in rows, and whether they are where they must be. */
import type { Point } from '@understudy/recording';
import { pointKinds, type ActionKind } from '../action.ts';

/** Half of the last digit that the code keeps, on both sides. */
const tolerance = 0.0001;

export function coordinatesOf(code: string): readonly Point[] {
  return [...code.matchAll(/\bx=(-?[\d.]+), y=(-?[\d.]+)/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

export const isShare = ({ x, y }: Point): boolean => x >= 0 && x <= 1 && y >= 0 && y <= 1;

function isInside({ x, y }: Point, box: readonly number[]): boolean {
  const [left = 1, top = 1, right = 0, bottom = 0] = box;
  return (
    x >= left - tolerance &&
    x <= right + tolerance &&
    y >= top - tolerance &&
    y <= bottom + tolerance
  );
}

/** What is wrong with a step's target; `box` is null where it has none. */
export function checkTarget(
  kind: ActionKind,
  at: Point | undefined,
  box: readonly number[] | null,
): readonly string[] {
  if (kind === 'choose' && box === null) return ['it chooses in no control'];
  if (!pointKinds.some((one) => one === kind) || box === null || at === undefined) return [];
  return isInside(at, box) ? [] : ["the click is outside its target's box"];
}

export function isPixelOf({ x, y }: Point, width: number, height: number): boolean {
  return Number.isInteger(x) && Number.isInteger(y) && x >= 0 && y >= 0 && x < width && y < height;
}
