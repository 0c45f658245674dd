/**
 * Raw motion of one flush → where the pointer was after each.
 *
 * Raw events carry what the device said, not a place. The place before the
 * flush and the place after it are known from QueryPointer, so the device's
 * numbers are read as deltas, or as places, or as deltas that an edge of the
 * screen stopped, or not at all, whichever leads from the one to the other.
 * The last place is always the server's.
 */
import type { Point } from '@understudy/recording';

/** The first two valuators of a raw motion event; undefined: that axis did not move. */
export interface RawMotion {
  readonly x: number | undefined;
  readonly y: number | undefined;
}

export function rawMotionToPath(
  from: Point,
  motions: readonly RawMotion[],
  to: Point,
): readonly Point[] {
  const xs = axisToPath(
    from.x,
    motions.map((motion) => motion.x),
    to.x,
  );
  const ys = axisToPath(
    from.y,
    motions.map((motion) => motion.y),
    to.y,
  );
  return motions.map((_, index) => ({ x: xs[index] ?? to.x, y: ys[index] ?? to.y }));
}

/** The server keeps a fraction of a pixel that QueryPointer does not tell. */
const tolerancePx = 1.5;

function axisToPath(
  from: number,
  values: readonly (number | undefined)[],
  to: number,
): readonly number[] {
  const deltas = walk(from, values, (at, value) => at + value);
  // No place is negative.
  const places = walk(from, values, (_, value) => (value < 0 ? Number.NaN : value));
  // What leads beyond the place that was reached was stopped there.
  const stop = (deltas.at(-1) ?? from) > to ? Math.min : Math.max;
  const stopped = walk(from, values, (at, value) => stop(at + value, to));
  const path = [deltas, places, stopped].find(
    (read) =>
      Math.abs((read.at(-1) ?? from) - to) <= tolerancePx && read.every((at) => !Number.isNaN(at)),
  );
  return toPixels(path ?? line(from, to, values.length), to);
}

function toPixels(path: readonly number[], to: number): readonly number[] {
  return path.map((value, index) =>
    index === path.length - 1 ? to : Math.max(0, Math.round(value)),
  );
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
