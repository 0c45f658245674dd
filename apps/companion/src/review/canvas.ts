/**
 * Stored frames → the picture of the screen at one moment: patches are painted
 * over the frame before, from the segment's keyframe on. Memory: one picture.
 */
import type { Box, ScreenEvent, ScreenPatch, Size } from '@understudy/recording';
import sharp, { type OutputInfo } from 'sharp';
import { CompanionError } from '../error.ts';

const channels = 3;
/** The fill of what is covered or cut: plain, so that it passes for nothing that was there. */
const fill = { r: 32, g: 32, b: 32 };
/** 8K; a frame beyond this was not made by this recorder. */
const maxPixels = 7680 * 4320;

export interface Canvas {
  readonly size: Size;
  paint(event: ScreenEvent): Promise<void>;
  /** Covers a box with the plain fill. */
  cover(box: Box): void;
  /** One lossless patch of what stands in the box. */
  patch(box: Box): Promise<ScreenPatch>;
  /** The whole picture for a page: lossless WebP. */
  picture(): Promise<Uint8Array>;
}

export function createCanvas(size: Size): Canvas {
  if (size.width * size.height > maxPixels) {
    throw new CompanionError({
      code: 'segmentBroken',
      message: 'A frame claims to be larger than any screen.',
      remedy: 'The segment is broken; delete the session, or restore it from a backup.',
    });
  }
  const pixels = Buffer.alloc(size.width * size.height * channels, fill.r);
  const raw = { width: size.width, height: size.height, channels } as const;

  const blit = (box: Box, source: Buffer, sourceWidth: number): void => {
    const within = clip(box, size);
    if (within === null) return;
    for (let row = 0; row < within.height; row += 1) {
      const from = ((within.y - box.y + row) * sourceWidth + (within.x - box.x)) * channels;
      const to = ((within.y + row) * size.width + within.x) * channels;
      source.copy(pixels, to, from, from + within.width * channels);
    }
  };

  return {
    size,
    paint: async (event) => {
      for (const patch of event.patches) {
        const { data, info } = await decode(patch);
        blit({ ...patch, width: info.width, height: info.height }, data, info.width);
      }
    },
    cover: (box) => {
      const within = clip(box, size);
      if (within === null) return;
      const row = Buffer.alloc(within.width * channels, fill.r);
      for (let y = within.y; y < within.y + within.height; y += 1) {
        row.copy(pixels, (y * size.width + within.x) * channels);
      }
    },
    patch: async (box) => {
      const { x, y, width, height } = box;
      const data = await sharp(pixels, { raw })
        .extract({ left: x, top: y, width, height })
        .webp({ lossless: true, effort: 1 })
        .toBuffer();
      return { x, y, width, height, mediaType: 'image/webp', data };
    },
    picture: async () => sharp(pixels, { raw }).webp({ lossless: true, effort: 0 }).toBuffer(),
  };
}

/** A patch that covers the box with the plain fill. */
export async function fillPatch(box: Box): Promise<ScreenPatch> {
  const { x, y, width, height } = box;
  const data = await sharp({ create: { width, height, channels, background: fill } })
    .webp({ lossless: true, effort: 1 })
    .toBuffer();
  return { x, y, width, height, mediaType: 'image/webp', data };
}

/** The patch with the boxes (in screen pixels) covered; the same patch where none touches it. */
export async function coverPatch(patch: ScreenPatch, boxes: readonly Box[]): Promise<ScreenPatch> {
  const touched = boxes.flatMap((box) => {
    const shared = clip({ ...box, x: box.x - patch.x, y: box.y - patch.y }, patch);
    return shared === null ? [] : [shared];
  });
  if (touched.length === 0) return patch;
  const { data: pixels, info } = await decode(patch);
  for (const { x, y, width, height } of touched) {
    const row = Buffer.alloc(width * channels, fill.r);
    for (let line = y; line < y + height; line += 1) {
      row.copy(pixels, (line * info.width + x) * channels);
    }
  }
  const data = await sharp(pixels, {
    raw: { width: info.width, height: info.height, channels },
  })
    .webp({ lossless: true, effort: 1 })
    .toBuffer();
  return { ...patch, mediaType: 'image/webp', data };
}

async function decode(patch: ScreenPatch): Promise<{ data: Buffer; info: OutputInfo }> {
  return sharp(patch.data, { limitInputPixels: maxPixels })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
}

function clip(box: Box, size: Size): Box | null {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  const right = Math.min(size.width, box.x + box.width);
  const bottom = Math.min(size.height, box.y + box.height);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}
