/**
 * Raw motion of one flush → where the pointer was after each.
 *
 * Raw events carry what the device said, not a place. The place before the
 * flush and the place after it are known from QueryPointer, so the device's
 * numbers are read as deltas, or as places, or as deltas that the edge of a
 * monitor stopped, or not at all, whichever leads from the one to the other.
 * The last place is always the server's.
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
  const clamp = (at: number): number => Math.min(Math.max(at, 0), last);
  const deltas = walk(from, values, (at, value) => clamp(at + value));
  const places = walk(from, values, (_, value) => clamp(value));
  // What leads beyond the place that was reached was stopped there, by the edge of a monitor.
  const stop = (deltas.at(-1) ?? from) > to ? Math.min : Math.max;
  const stopped = walk(from, values, (at, value) => stop(at + value, to));
  const path =
    [deltas, places, stopped].find((read) => Math.abs((read.at(-1) ?? from) - to) <= tolerancePx) ??
    line(from, to, values.length);
  return path.map((value, index) => (index === path.length - 1 ? to : Math.round(clamp(value))));
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
