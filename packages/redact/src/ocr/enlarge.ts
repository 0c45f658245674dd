/**
 * A grey picture → a larger one, by cubic convolution (Keys 1981, a = -0.5). Written here because
 * a pipeline of libvips costs four times as much on pictures as small as tiles.
 */
import type { GreyImage } from './recognizer.ts';

const tapCount = 4;

/** For each place along the longer side, the four places along the shorter one that it is made of. */
interface Taps {
  readonly places: Uint32Array;
  readonly weights: Float64Array;
}

/** Keys' weights for a place that lies `share` behind the second of four neighbours. */
const weightsAt = (share: number): readonly number[] => [
  ((-share + 2) * share - 1) * share * 0.5,
  ((3 * share - 5) * share * share + 2) * 0.5,
  ((-3 * share + 4) * share + 1) * share * 0.5,
  (share - 1) * share * share * 0.5,
];

function tapsOf(from: number, to: number): Taps {
  const places = new Uint32Array(to * tapCount);
  const weights = new Float64Array(to * tapCount);
  for (let at = 0; at < to; at += 1) {
    // As libvips places them: at twice the size, half of the places are the picture's own.
    const middle = (at * from) / to - 0.5;
    const second = Math.floor(middle);
    weights.set(weightsAt(middle - second), at * tapCount);
    for (let tap = 0; tap < tapCount; tap += 1)
      places[at * tapCount + tap] = Math.min(from - 1, Math.max(0, second - 1 + tap));
  }
  return { places, weights };
}

/** One row of the picture, made wider. */
function widenRow(
  { data, width }: GreyImage,
  row: number,
  { places, weights }: Taps,
  wide: Float32Array,
): void {
  const from = row * width;
  for (let column = 0, tap = 0; column < wide.length; column += 1, tap += tapCount)
    wide[column] =
      (weights[tap] ?? 0) * (data[from + (places[tap] ?? 0)] ?? 0) +
      (weights[tap + 1] ?? 0) * (data[from + (places[tap + 1] ?? 0)] ?? 0) +
      (weights[tap + 2] ?? 0) * (data[from + (places[tap + 2] ?? 0)] ?? 0) +
      (weights[tap + 3] ?? 0) * (data[from + (places[tap + 3] ?? 0)] ?? 0);
}

export function enlarge(
  image: GreyImage,
  { width, height }: { readonly width: number; readonly height: number },
): GreyImage {
  const across = tapsOf(image.width, width);
  const down = tapsOf(image.height, height);
  // The places of a row only grow: of the rows made wider, the last four are enough.
  const wideRows = Array.from({ length: tapCount }, () => new Float32Array(width));
  const none = new Float32Array(width);
  let widened = 0;
  const data = new Uint8ClampedArray(width * height);
  for (let row = 0; row < height; row += 1) {
    const tap = row * tapCount;
    for (const last = down.places[tap + tapCount - 1] ?? 0; widened <= last; widened += 1)
      widenRow(image, widened, across, wideRows[widened % tapCount] ?? none);
    const [a = none, b = none, c = none, d = none] = Array.from(
      down.places.subarray(tap, tap + tapCount),
      (place) => wideRows[place % tapCount],
    );
    const [wa = 0, wb = 0, wc = 0, wd = 0] = down.weights.subarray(tap, tap + tapCount);
    for (let column = 0, to = row * width; column < width; column += 1, to += 1)
      data[to] =
        wa * (a[column] ?? 0) +
        wb * (b[column] ?? 0) +
        wc * (c[column] ?? 0) +
        wd * (d[column] ?? 0);
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}
