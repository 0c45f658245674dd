/**
 * What a cut leaves on the screen: pixels that were painted within it and still
 * stand. Frames after it show them covered, also those that open later
 * segments, each pixel until it changes.
 *
 * What the first picture of a recording shows stood there before it, unless
 * something was done before that picture. Fails closed: where nobody knows what
 * stood there when the cut began, or the screen took another shape, all of it
 * counts as painted within the cut.
 */
import type { Box, ScreenEvent, ScreenPatch, Size } from '@understudy/recording';
import { encodePicture, pictureChannels as channels } from '#picture';
import { clip, createCanvas, fill, type Canvas } from './canvas.ts';

export interface Residue {
  /** A frame before the cut. */
  readonly see: (frame: ScreenEvent) => Promise<void>;
  /** Before the first frame something was done, or nothing was recorded. */
  readonly act: () => void;
  /** A frame within the cut. */
  readonly hide: (frame: ScreenEvent) => Promise<void>;
  /** A frame after the cut → what of it may be shown. */
  readonly show: (frame: ScreenEvent) => Promise<ScreenEvent>;
  /** Nothing that was painted within the cut stands any more. */
  readonly isGone: () => boolean;
}

/** Of 255: a picture that was stored with loss shows the same thing a little otherwise. */
const sameWithin = 32;

/** `fromStart`: what is handed over begins with the recording itself. */
export function createResidue({ fromStart = false } = {}): Residue {
  /** The first frame, a whole one, will show the screen as the recording found it. */
  let untouched = fromStart;
  /** The screen as it stood, with all that the cut painted. */
  let now: Canvas | null = null;
  /** As it stood when the cut began; null: nobody knows. */
  let before: Uint8Array | null = null;
  /** Frames of the cut are on the screen, and none after them was shown yet. */
  let hidden = false;
  /** 1 a pixel that must not be shown; null: there is none. */
  let stain: Uint8Array | null = null;

  const canvasFor = ({ size }: ScreenEvent): Canvas => {
    if (now !== null && isSameSize(now.size, size)) return now;
    now = createCanvas(size);
    before = null;
    if (stain !== null) stain = new Uint8Array(size.width * size.height).fill(1);
    return now;
  };

  return {
    see: (frame) => {
      untouched = false;
      return canvasFor(frame).paint(frame);
    },
    act: () => {
      untouched = false;
    },
    hide: async (frame) => {
      if (!hidden) before = now?.pixels.slice() ?? null;
      hidden = true;
      const canvas = canvasFor(frame);
      await canvas.paint(frame);
      if (untouched && frame.keyframe) before = canvas.pixels.slice();
      untouched = false;
    },
    show: async (frame) => {
      if (!hidden && stain === null) return frame;
      const canvas = canvasFor(frame);
      if (hidden) stain = stainChanged(before, canvas);
      const last = canvas.pixels.slice();
      await canvas.paint(frame);
      if (stain !== null) stain = unstainChanged(stain, last, canvas.pixels);
      // Of the cut's frames nothing is left to build on: the first one after them stands alone.
      const boxes = hidden
        ? [{ x: 0, y: 0, ...canvas.size }]
        : frame.patches.flatMap((patch) => clip(patch, canvas.size) ?? []);
      const keyframe = hidden || frame.keyframe;
      hidden = false;
      before = null;
      return {
        ...frame,
        keyframe,
        patches: await Promise.all(boxes.map((box) => openPatch(canvas, stain, box))),
      };
    },
    isGone: () => !hidden && stain === null,
  };
}

const isSameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

/** Every pixel that is not as it was; all of them where nobody knows how it was. */
function stainChanged(before: Uint8Array | null, { pixels, size }: Canvas): Uint8Array | null {
  const stain = new Uint8Array(size.width * size.height);
  if (before === null) return stain.fill(1);
  let count = 0;
  for (let pixel = 0; pixel < stain.length; pixel += 1) {
    if (changeAt(pixel, before, pixels) === 0) continue;
    stain[pixel] = 1;
    count += 1;
  }
  return count === 0 ? null : stain;
}

function unstainChanged(
  stain: Uint8Array,
  last: Uint8Array,
  pixels: Uint8Array,
): Uint8Array | null {
  let count = 0;
  for (let pixel = 0; pixel < stain.length; pixel += 1) {
    if (stain[pixel] === 0) continue;
    if (changeAt(pixel, last, pixels) > sameWithin) stain[pixel] = 0;
    else count += 1;
  }
  return count === 0 ? null : stain;
}

/** How far apart the two are in the channel that differs most. */
function changeAt(pixel: number, a: Uint8Array, b: Uint8Array): number {
  let most = 0;
  for (let at = pixel * channels; at < (pixel + 1) * channels; at += 1) {
    most = Math.max(most, Math.abs((a[at] ?? 0) - (b[at] ?? 0)));
  }
  return most;
}

/** What stands in the box, with its stained pixels covered. */
async function openPatch(canvas: Canvas, stain: Uint8Array | null, box: Box): Promise<ScreenPatch> {
  const { x, y, width, height } = box;
  if (stain === null) return canvas.patch(box);
  const pixels = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row += 1) {
    const from = (y + row) * canvas.size.width + x;
    const to = row * width;
    pixels.set(canvas.pixels.subarray(from * channels, (from + width) * channels), to * channels);
    for (let column = 0; column < width; column += 1) {
      if (stain[from + column] === 0) continue;
      pixels.fill(fill, (to + column) * channels, (to + column + 1) * channels);
    }
  }
  const data = await encodePicture({ width, height, pixels });
  return { x, y, width, height, mediaType: 'image/webp', data };
}
