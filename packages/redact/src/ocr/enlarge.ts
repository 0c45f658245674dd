/**
 * A grey picture → a larger one, by cubic convolution (Keys 1981, a = -0.5). Written here because
 * a pipeline of libvips costs four times as much on pictures as small as tiles. White, which most of
 * a screen's rows and the ends of all others are, stays so without being counted.
 */
import type { Bitmap } from './bitmap.ts';
import type { GreyImage } from './recognizer.ts';

const tapCount = 4;
const white = 255;

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

/** A row of the picture made wider, and where of it something other than white may stand. */
interface WideRow {
  readonly values: Float32Array;
  from: number;
  to: number;
}

/** Of a row in its own width: before the first place that is not white, and behind the last. */
function endsOfInk({ data, width }: GreyImage, row: number): { first: number; end: number } {
  const start = row * width;
  let first = 0;
  while (first < width && data[start + first] === white) first += 1;
  let end = width;
  while (end > first && data[start + end - 1] === white) end -= 1;
  return { first, end };
}

function widenRow(image: GreyImage, row: number, { places, weights }: Taps, wide: WideRow): void {
  const { values } = wide;
  const { first, end } = endsOfInk(image, row);
  const { data, width } = image;
  const from = row * width;
  const scale = values.length / width;
  // As far as the four neighbours reach.
  wide.from = first === end ? values.length : Math.max(0, Math.floor((first - tapCount) * scale));
  wide.to = first === end ? 0 : Math.min(values.length, Math.ceil((end + tapCount) * scale));
  values.fill(white, 0, wide.from);
  values.fill(white, wide.to);
  for (
    let column = wide.from, tap = column * tapCount;
    column < wide.to;
    column += 1, tap += tapCount
  )
    values[column] =
      (weights[tap] ?? 0) * (data[from + (places[tap] ?? 0)] ?? 0) +
      (weights[tap + 1] ?? 0) * (data[from + (places[tap + 1] ?? 0)] ?? 0) +
      (weights[tap + 2] ?? 0) * (data[from + (places[tap + 2] ?? 0)] ?? 0) +
      (weights[tap + 3] ?? 0) * (data[from + (places[tap + 3] ?? 0)] ?? 0);
}

/** Fills the bitmap with the picture. */
export function enlarge(image: GreyImage, into: Bitmap): void {
  const { width, height } = into;
  const across = tapsOf(image.width, width);
  const down = tapsOf(image.height, height);
  const createRow = (): WideRow => ({ values: new Float32Array(width), from: 0, to: 0 });
  // The places of a row only grow: of the rows made wider, the last four are enough.
  const rows = Array.from({ length: tapCount }, createRow);
  const none = createRow();
  const rowAt = (place: number | undefined): WideRow => rows[(place ?? 0) % tapCount] ?? none;
  let widened = 0;
  for (let row = 0, tap = 0; row < height; row += 1, tap += tapCount) {
    for (const last = down.places[tap + tapCount - 1] ?? 0; widened <= last; widened += 1)
      widenRow(image, widened, across, rowAt(widened));
    const a = rowAt(down.places[tap]);
    const b = rowAt(down.places[tap + 1]);
    const c = rowAt(down.places[tap + 2]);
    const d = rowAt(down.places[tap + 3]);
    const [wa = 0, wb = 0, wc = 0, wd = 0] = down.weights.subarray(tap, tap + tapCount);
    const from = Math.min(a.from, b.from, c.from, d.from);
    const to = Math.max(a.to, b.to, c.to, d.to);
    const pixels = into.rowAt(row).fill(white, 0, from).fill(white, to);
    for (let column = from; column < to; column += 1)
      pixels[column] =
        wa * (a.values[column] ?? 0) +
        wb * (b.values[column] ?? 0) +
        wc * (c.values[column] ?? 0) +
        wd * (d.values[column] ?? 0);
  }
}
