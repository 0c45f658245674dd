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

function widen({ data, width, height }: GreyImage, newWidth: number): Float32Array {
  const { places, weights } = tapsOf(width, newWidth);
  const wide = new Float32Array(newWidth * height);
  for (let column = 0; column < newWidth; column += 1) {
    const tap = column * tapCount;
    const [a = 0, b = 0, c = 0, d = 0] = places.subarray(tap, tap + tapCount);
    const [wa = 0, wb = 0, wc = 0, wd = 0] = weights.subarray(tap, tap + tapCount);
    for (let row = 0, from = 0, to = column; row < height; row += 1, from += width, to += newWidth)
      wide[to] =
        wa * (data[from + a] ?? 0) +
        wb * (data[from + b] ?? 0) +
        wc * (data[from + c] ?? 0) +
        wd * (data[from + d] ?? 0);
  }
  return wide;
}

function heighten(
  wide: Float32Array,
  width: number,
  height: number,
  newHeight: number,
): Uint8Array {
  const { places, weights } = tapsOf(height, newHeight);
  const high = new Uint8ClampedArray(width * newHeight);
  for (let row = 0; row < newHeight; row += 1) {
    const tap = row * tapCount;
    const [a = 0, b = 0, c = 0, d = 0] = places.subarray(tap, tap + tapCount);
    const [wa = 0, wb = 0, wc = 0, wd = 0] = weights.subarray(tap, tap + tapCount);
    for (let column = 0; column < width; column += 1)
      high[row * width + column] =
        wa * (wide[a * width + column] ?? 0) +
        wb * (wide[b * width + column] ?? 0) +
        wc * (wide[c * width + column] ?? 0) +
        wd * (wide[d * width + column] ?? 0);
  }
  return new Uint8Array(high.buffer);
}

export function enlarge(
  image: GreyImage,
  { width, height }: { readonly width: number; readonly height: number },
): GreyImage {
  return { width, height, data: heighten(widen(image, width), width, image.height, height) };
}
