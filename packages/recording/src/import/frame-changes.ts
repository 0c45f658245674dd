/**
 * Pictures of a video → frames as our recorder would have made them: the first
 * whole, then only the rectangles that changed, so that the rules which ask how
 * much of the screen changed hold for imports too. What the video's compression
 * alone changes is no change.
 */
import sharp from 'sharp';
import type { ScreenPatch } from '../event.ts';
import type { Box, Size } from '../geometry.ts';
import { bytesPerPixel, type Picture } from './video.ts';

export interface FrameChanges {
  /** What to paint over the picture before; null: nothing changed. */
  see(picture: Picture): Promise<Frame | null>;
  /** What was shown is lost: the next is whole again. */
  forget(): void;
}

interface Frame {
  readonly size: Size;
  readonly keyframe: boolean;
  readonly patches: readonly ScreenPatch[];
}

/** Compared square by square of so many pixels. */
const tilePx = 16;
/** A colour channel that differs by less, of 256, is the compression's doing. */
const leastDifference = 16;
/** More rectangles than this are one. */
const mostPatches = 48;

function differs(a: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference >= leastDifference || difference <= -leastDifference) return true;
  }
  return false;
}

/** Which squares differ, row by row of squares. */
function changedTiles(before: Uint8Array, after: Uint8Array, { width, height }: Size): boolean[][] {
  const columns = Math.ceil(width / tilePx);
  const rowBytes = width * bytesPerPixel;
  const tileBytes = tilePx * bytesPerPixel;
  const rows: boolean[][] = [];
  for (let y = 0; y < height; y += 1) {
    const tileRow = Math.floor(y / tilePx);
    const changed = (rows[tileRow] ??= Array.from({ length: columns }, () => false));
    const start = y * rowBytes;
    const end = start + rowBytes;
    if (Buffer.compare(before.subarray(start, end), after.subarray(start, end)) === 0) continue;
    for (let column = 0; column < columns; column += 1) {
      if (changed[column] === true) continue;
      const from = start + column * tileBytes;
      changed[column] = differs(before, after, from, Math.min(end, from + tileBytes));
    }
  }
  return rows;
}

interface Span {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  bottom: number;
}

/** Neighbouring squares of a row join, and equal spans of rows that follow each other. */
function joinTiles(rows: readonly (readonly boolean[])[]): readonly Span[] {
  const done: Span[] = [];
  let open: Span[] = [];
  for (const [top, row] of rows.entries()) {
    const spans: Span[] = [];
    for (let left = row.indexOf(true); left !== -1; left = row.indexOf(true, left)) {
      const gap = row.indexOf(false, left);
      const right = gap === -1 ? row.length : gap;
      const above = open.find((span) => span.left === left && span.right === right);
      if (above === undefined) spans.push({ left, right, top, bottom: top + 1 });
      else spans.push(Object.assign(above, { bottom: top + 1 }));
      left = right;
    }
    done.push(...open.filter((span) => !spans.includes(span)));
    open = spans;
  }
  return [...done, ...open];
}

function boundsOf(spans: readonly Span[]): Span {
  return {
    left: Math.min(...spans.map(({ left }) => left)),
    right: Math.max(...spans.map(({ right }) => right)),
    top: Math.min(...spans.map(({ top }) => top)),
    bottom: Math.max(...spans.map(({ bottom }) => bottom)),
  };
}

function changedBoxes(before: Uint8Array, { pixels, size }: Picture): readonly Box[] {
  const found = joinTiles(changedTiles(before, pixels, size));
  const spans = found.length > mostPatches ? [boundsOf(found)] : found;
  return spans.map(({ left, right, top, bottom }) => ({
    x: left * tilePx,
    y: top * tilePx,
    width: Math.min(size.width, right * tilePx) - left * tilePx,
    height: Math.min(size.height, bottom * tilePx) - top * tilePx,
  }));
}

async function patchOf({ pixels, size }: Picture, box: Box): Promise<ScreenPatch> {
  const { x: left, y: top, width, height } = box;
  const image = sharp(pixels, { raw: { ...size, channels: bytesPerPixel } });
  const data = await image
    .extract({ left, top, width, height })
    .png({ compressionLevel: 3 })
    .toBuffer();
  return { ...box, mediaType: 'image/png', data: new Uint8Array(data) };
}

/** Copies the box from one picture to another of that size. */
function copyBox(from: Uint8Array, to: Uint8Array, size: Size, box: Box): void {
  for (let y = box.y; y < box.y + box.height; y += 1) {
    const start = (y * size.width + box.x) * bytesPerPixel;
    to.set(from.subarray(start, start + box.width * bytesPerPixel), start);
  }
}

export function createFrameChanges(): FrameChanges {
  /** What the frames so far show when they are painted. */
  let shown: Uint8Array | null = null;
  return {
    see: async (picture) => {
      const { size, pixels } = picture;
      if (shown === null) {
        shown = pixels.slice();
        const patch = await patchOf(picture, { x: 0, y: 0, ...size });
        return { size, keyframe: true, patches: [patch] };
      }
      const boxes = changedBoxes(shown, picture);
      if (boxes.length === 0) return null;
      const patches: ScreenPatch[] = [];
      for (const box of boxes) {
        copyBox(pixels, shown, size, box);
        patches.push(await patchOf(picture, box));
      }
      return { size, keyframe: false, patches };
    },
    forget: () => {
      shown = null;
    },
  };
}
