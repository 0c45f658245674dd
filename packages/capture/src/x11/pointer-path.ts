/**
 * Raw motion of one flush → where the pointer was after each.
 *
 * Raw events carry what the device said, not a place. The place before the
 * flush and the place after it are known from QueryPointer, so the device's
 * numbers are read as deltas, or as places, or not at all, whichever leads
 * from the one to the other. The last place is always the server's.
 */
import type { Point, Size } from '@understudy/recording';

/** The first two valuators of a raw motion event; undefined: that axis did not move. */
export interface RawMotion {
  readonly x: number | undefined;
  readonly y: number | undefined;
}

export function rawMotionToPath(
  from: Point,
  motions: readonly RawMotion[],
  to: Point,
  screen: Size,
): readonly Point[] {
  const xs = axisToPath(
    from.x,
    motions.map((motion) => motion.x),
    to.x,
    screen.width - 1,
  );
  const ys = axisToPath(
    from.y,
    motions.map((motion) => motion.y),
    to.y,
    screen.height - 1,
  );
  return motions.map((_, index) => ({ x: xs[index] ?? to.x, y: ys[index] ?? to.y }));
}

/** The server keeps a fraction of a pixel that QueryPointer does not tell. */
const tolerancePx = 1.5;

function axisToPath(
  from: number,
  values: readonly (number | undefined)[],
  to: number,
  last: number,
): readonly number[] {
  const clamp = (value: number): number => Math.min(Math.max(value, 0), last);
  const places = walk(from, values, (_, value) => clamp(value));
  const deltas = walk(from, values, (at, value) => clamp(at + value));
  const reaches = (path: readonly number[]): boolean =>
    Math.abs((path.at(-1) ?? from) - to) <= tolerancePx;
  const path = reaches(places) ? places : reaches(deltas) ? deltas : line(from, to, values.length);
  return path.map((value, index) => (index === path.length - 1 ? to : Math.round(value)));
}

function walk(
  from: number,
  values: readonly (number | undefined)[],
  step: (at: number, value: number) => number,
): readonly number[] {
  let at = from;
  return values.map((value) => {
    if (value !== undefined) at = step(at, value);
    return at;
  });
}

function line(from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * (index + 1)) / count);
}
