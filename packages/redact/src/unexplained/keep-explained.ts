/**
 * An area of which some was read → the same with nothing left but its ground, its
 * straight lines and what reading explains. Photographs, handwriting, icons, codes and text that
 * could not be read are neither: the ground beside them is painted over them.
 */
import type { Box } from '@understudy/recording';
import { fillPart, type Canvas } from '../pixels/canvas.ts';
import { coverWord } from '../pixels/screen.ts';
import { markRuledLines } from './ruled-lines.ts';

interface Explained {
  /** The area with stand-ins in it, of which `kept` is shown: what is not is painted over in it. */
  readonly painted: Canvas;
  /** One byte a pixel: 1 where the area is plainly ground. */
  readonly ground: Uint8Array;
  readonly kept: readonly Box[];
  /** Photographs: filled. */
  readonly unreadable: readonly Box[];
}

export function keepExplained(
  area: Canvas,
  { painted, ground, kept, unreadable }: Explained,
): Uint32Array {
  const { width, height } = area;
  const shown = ground.slice();
  markRuledLines(shown, ground, area);
  for (const box of kept) {
    for (let row = box.y; row < box.y + box.height; row += 1)
      shown.fill(1, row * width + box.x, row * width + box.x + box.width);
  }
  const { words: raw } = area;
  const { words: clean } = painted;
  for (let row = 0; row < height; row += 1) {
    const from = row * width;
    const first = ground.subarray(from, from + width).indexOf(1);
    let colour = first < 0 ? coverWord : (raw[from + first] ?? coverWord);
    for (let at = from; at < from + width; at += 1) {
      if (ground[at] === 1) colour = raw[at] ?? colour;
      if (shown[at] !== 1) clean[at] = colour;
    }
  }
  const whole: Box = { x: 0, y: 0, width, height };
  for (const box of unreadable) fillPart(clean, whole, box, coverWord);
  return clean;
}
