/** A picture in memory, one 32-bit word a pixel (B, G, R, X in memory order), and what is done to parts of it. */
import { intersectBoxes, type Box, type Size } from '@understudy/recording';

export interface Canvas extends Size {
  readonly words: Uint32Array;
}

export function createCanvas({ width, height }: Size): Canvas {
  return { width, height, words: new Uint32Array(width * height) };
}

export function clipBox(box: Box, size: Size): Box | null {
  const x = Math.floor(box.x);
  const y = Math.floor(box.y);
  const whole = {
    x,
    y,
    width: Math.ceil(box.x + box.width) - x,
    height: Math.ceil(box.y + box.height) - y,
  };
  return intersectBoxes(whole, { x: 0, y: 0, width: size.width, height: size.height });
}

/** The pixels of a part, row by row, in new memory or at the beginning of `room`. */
export function copyPart(
  words: Uint32Array,
  width: number,
  box: Box,
  room?: Uint32Array,
): Uint32Array {
  const length = box.width * box.height;
  const part = room?.subarray(0, length) ?? new Uint32Array(length);
  for (let row = 0; row < box.height; row += 1) {
    const from = (box.y + row) * width + box.x;
    part.set(words.subarray(from, from + box.width), row * box.width);
  }
  return part;
}

/**
 * Gives the memory of a part back at once: a screen has megabytes, which the collector would look
 * for by walking through all that is held. @param part not to be used any more
 */
export function releasePart(part: Uint32Array | Uint8Array): void {
  if (part.buffer instanceof ArrayBuffer) part.buffer.transfer(0);
}

export function putPart(canvas: Canvas, box: Box, part: Uint32Array): void {
  for (let row = 0; row < box.height; row += 1) {
    canvas.words.set(
      part.subarray(row * box.width, (row + 1) * box.width),
      (box.y + row) * canvas.width + box.x,
    );
  }
}

/** Paints the shared part of `box` and `target`, the place of `part` on the screen. */
export function fillPart(part: Uint32Array, target: Box, box: Box, word: number): void {
  const shared = intersectBoxes(target, box);
  if (shared === null) return;
  for (let row = 0; row < shared.height; row += 1) {
    const from = (shared.y - target.y + row) * target.width + shared.x - target.x;
    part.fill(word, from, from + shared.width);
  }
}

/** Copies what of `words` (which stand at `source`) lies inside both `box` and `target`, the place of `part`. */
export function overlayPart(
  part: Uint32Array,
  target: Box,
  box: Box,
  words: Uint32Array,
  source: Box,
): void {
  const inside = intersectBoxes(box, source);
  const shared = inside === null ? null : intersectBoxes(target, inside);
  if (shared === null) return;
  for (let row = 0; row < shared.height; row += 1) {
    const from = (shared.y - source.y + row) * source.width + shared.x - source.x;
    part.set(
      words.subarray(from, from + shared.width),
      (shared.y - target.y + row) * target.width + shared.x - target.x,
    );
  }
}

/** The smallest part of `box` outside of which `part` equals the canvas; null where nothing differs. */
export function changedPart(canvas: Canvas, box: Box, part: Uint32Array): Box | null {
  let top = -1;
  let bottom = -1;
  let left = box.width;
  let right = -1;
  for (let row = 0; row < box.height; row += 1) {
    const own = row * box.width;
    const other = (box.y + row) * canvas.width + box.x;
    let first = 0;
    while (first < box.width && part[own + first] === canvas.words[other + first]) first += 1;
    if (first === box.width) continue;
    let last = box.width - 1;
    while (part[own + last] === canvas.words[other + last]) last -= 1;
    if (top < 0) top = row;
    bottom = row;
    left = Math.min(left, first);
    right = Math.max(right, last);
  }
  if (top < 0) return null;
  return { x: box.x + left, y: box.y + top, width: right - left + 1, height: bottom - top + 1 };
}

/** R, G, B bytes of a part of the canvas, as sharp takes them. */
export function partToRgb(canvas: Canvas, box: Box): Uint8Array {
  const rgb = new Uint8Array(box.width * box.height * 3);
  let to = 0;
  for (let row = 0; row < box.height; row += 1) {
    const from = (box.y + row) * canvas.width + box.x;
    for (let column = 0; column < box.width; column += 1) {
      const word = canvas.words[from + column] ?? 0;
      rgb[to] = (word >>> 16) & 255;
      rgb[to + 1] = (word >>> 8) & 255;
      rgb[to + 2] = word & 255;
      to += 3;
    }
  }
  return rgb;
}

/** Copies pixels as capture gives them; the X byte is set, so that equal colours are equal words. */
export function wordsOf(pixels: Uint8Array, width: number, box: Box): Uint32Array {
  const aligned = pixels.byteOffset % 4 === 0 ? pixels : pixels.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
  const part = copyPart(words, width, box);
  for (let index = 0; index < part.length; index += 1)
    part[index] = ((part[index] ?? 0) | 0xff000000) >>> 0;
  return part;
}

/** R, G, B bytes, or greys, as sharp gives them → words. */
export function wordsOfRgb(data: Uint8Array, channels: number): Uint32Array {
  const words = new Uint32Array(data.length / channels);
  for (let index = 0; index < words.length; index += 1) {
    const at = index * channels;
    const red = data[at] ?? 0;
    const green = channels === 1 ? red : (data[at + 1] ?? 0);
    const blue = channels === 1 ? red : (data[at + 2] ?? 0);
    words[index] = ((0xff << 24) | (red << 16) | (green << 8) | blue) >>> 0;
  }
  return words;
}
