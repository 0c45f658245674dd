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

/** Row by row in a function of its own: what is called often V8 compiles at once. */
function keepShown(
  clean: Uint32Array,
  { words: raw, width }: Canvas,
  { ground, shown, row }: { ground: Uint8Array; shown: Uint8Array; row: number },
): void {
  const from = row * width;
  const end = from + width;
  // Of this row alone: a photograph has no ground, and the rest of the picture may be one.
  const first = ground.subarray(from, end).indexOf(1);
  let last = first < 0 ? -1 : from + first;
  for (let at = from; at < end; at += 1) {
    if (ground[at] === 1) last = at;
    if (shown[at] !== 1) clean[at] = last < 0 ? coverWord : (raw[last] ?? coverWord);
  }
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
  const { words: clean } = painted;
  for (let row = 0; row < height; row += 1) keepShown(clean, area, { ground, shown, row });
  const whole: Box = { x: 0, y: 0, width, height };
  for (const box of unreadable) fillPart(clean, whole, box, coverWord);
  return clean;
}
