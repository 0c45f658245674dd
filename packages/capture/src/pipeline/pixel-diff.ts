/**
 * Damage says what was painted; this says what came to look different. Toolkits
 * repaint whole windows for a caret, and every pixel that did not change is
 * one that nobody has to redact and store again.
 */
import { unionBox, type Box, type Size } from '@understudy/recording';

const tilePx = 64;
const bandPx = 16;
const bytesPerPixel = 4;

/**
 * Copies what differs inside `box` from `source` to `target`, and tells where, in few boxes.
 * Both begin at a whole word of their memory.
 */
export function applyChanges(
  source: Uint8Array,
  target: Uint8Array,
  box: Box,
  size: Size,
): readonly Box[] {
  const words = pixelWords(source);
  const targetWords = pixelWords(target);
  const changed: Box[] = [];
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  for (let y = box.y; y < bottom; y += bandPx) {
    const height = Math.min(bandPx, bottom - y);
    let first = -1;
    let last = -1;
    for (let x = box.x; x < right; x += tilePx) {
      const width = Math.min(tilePx, right - x);
      if (isSameTile(words, targetWords, { x, y, width, height }, size.width)) continue;
      if (first < 0) first = x;
      last = x + width;
    }
    if (first < 0) continue;
    const band = { x: first, y, width: last - first, height };
    copyBox(source, target, band, size.width);
    const above = changed.at(-1);
    const isNext = above !== undefined && above.y + above.height === y;
    if (isNext) changed[changed.length - 1] = unionBox(above, band);
    else changed.push(band);
  }
  return changed;
}

function pixelWords({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / bytesPerPixel);
}

/** By words, a pixel each: of rows this short a native comparison costs more to call than to do. */
function isSameTile(a: Uint32Array, b: Uint32Array, tile: Box, stride: number): boolean {
  for (let row = tile.y; row < tile.y + tile.height; row += 1) {
    const from = row * stride + tile.x;
    const to = from + tile.width;
    for (let at = from; at < to; at += 1) if (a[at] !== b[at]) return false;
  }
  return true;
}

function copyBox(source: Uint8Array, target: Uint8Array, box: Box, stride: number): void {
  for (let row = box.y; row < box.y + box.height; row += 1) {
    const from = (row * stride + box.x) * bytesPerPixel;
    target.set(source.subarray(from, from + box.width * bytesPerPixel), from);
  }
}
