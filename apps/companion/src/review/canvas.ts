/**
 * Stored frames → the picture of the screen at one moment: patches are painted
 * over the frame before, from the segment's keyframe on. Memory: one picture.
 */
import type { Box, ScreenEvent, ScreenPatch, Size } from '@understudy/recording';
import { decodePicture, encodePicture, pictureChannels as channels } from '#picture';
import { CompanionError } from '../error.ts';

/** The fill of what is covered or cut: plain, so that it passes for nothing that was there. */
export const fill = 32;
/** 8K; a frame beyond this was not made by this recorder. */
const maxPixels = 7680 * 4320;

export interface Canvas {
  readonly size: Size;
  /** `pictureChannels` bytes a pixel, row by row: the canvas itself, not a copy. */
  readonly pixels: Uint8Array;
  paint(event: ScreenEvent): Promise<void>;
  /** Covers a box with the plain fill. */
  cover(box: Box): void;
  /** One lossless patch of what stands in the box. */
  patch(box: Box): Promise<ScreenPatch>;
}

export function createCanvas(size: Size): Canvas {
  if (size.width * size.height > maxPixels) {
    throw new CompanionError({
      code: 'segmentBroken',
      message: 'A frame claims to be larger than any screen.',
      remedy: 'The segment is broken; delete the session, or restore it from a backup.',
    });
  }
  const pixels = filled(size);

  const blit = (box: Box, source: Uint8Array, sourceWidth: number): void => {
    const within = clip(box, size);
    if (within === null) return;
    for (let row = 0; row < within.height; row += 1) {
      const from = ((within.y - box.y + row) * sourceWidth + (within.x - box.x)) * channels;
      const to = ((within.y + row) * size.width + within.x) * channels;
      pixels.set(source.subarray(from, from + within.width * channels), to);
    }
  };

  return {
    size,
    pixels,
    paint: async (event) => {
      for (const patch of event.patches) {
        const { pixels: source, width, height } = await decodePicture(patch.data, maxPixels);
        blit({ ...patch, width, height }, source, width);
      }
    },
    cover: (box) => {
      const within = clip(box, size);
      if (within === null) return;
      coverBox(pixels, size.width, within);
    },
    patch: async (box) => {
      const { x, y, width, height } = box;
      const data = await encodePicture({ ...size, pixels }, box);
      return { x, y, width, height, mediaType: 'image/webp', data };
    },
  };
}

/** A patch that covers the box with the plain fill. */
export async function fillPatch(box: Box): Promise<ScreenPatch> {
  const { x, y, width, height } = box;
  const data = await encodePicture({ width, height, pixels: filled(box) });
  return { x, y, width, height, mediaType: 'image/webp', data };
}

/** The patch with the boxes (in screen pixels) covered; the same patch where none touches it. */
export async function coverPatch(patch: ScreenPatch, boxes: readonly Box[]): Promise<ScreenPatch> {
  const touched = boxes.flatMap((box) => {
    const shared = clip({ ...box, x: box.x - patch.x, y: box.y - patch.y }, patch);
    return shared === null ? [] : [shared];
  });
  if (touched.length === 0) return patch;
  const picture = await decodePicture(patch.data, maxPixels);
  for (const box of touched) coverBox(picture.pixels, picture.width, box);
  const data = await encodePicture(picture);
  return { ...patch, mediaType: 'image/webp', data };
}

function filled({ width, height }: Size): Uint8Array {
  return new Uint8Array(width * height * channels).fill(fill);
}

function coverBox(pixels: Uint8Array, stride: number, { x, y, width, height }: Box): void {
  for (let row = y; row < y + height; row += 1) {
    const from = (row * stride + x) * channels;
    pixels.fill(fill, from, from + width * channels);
  }
}

export function clip(box: Box, size: Size): Box | null {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  const right = Math.min(size.width, box.x + box.width);
  const bottom = Math.min(size.height, box.y + box.height);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}
