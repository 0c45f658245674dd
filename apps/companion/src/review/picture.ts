/** Pictures of stored patches, decoded and encoded by libvips. Browsers have picture.browser.ts. */
import type { Box, Size } from '@understudy/recording';
import sharp from 'sharp';

/** Red, green, blue. */
export const pictureChannels = 3;

export interface Picture extends Size {
  /** `pictureChannels` bytes a pixel, row by row. */
  readonly pixels: Uint8Array;
}

/** @throws where the picture is broken or larger than `maxPixels` */
export async function decodePicture(data: Uint8Array, maxPixels: number): Promise<Picture> {
  const { data: pixels, info } = await sharp(data, { limitInputPixels: maxPixels })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels, width: info.width, height: info.height };
}

/** Lossless WebP of the picture, or of the part of it in the box. */
export async function encodePicture(
  { pixels, width, height }: Picture,
  box: Box = { x: 0, y: 0, width, height },
): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width, height, channels: pictureChannels } })
    .extract({ left: box.x, top: box.y, width: box.width, height: box.height })
    .webp({ lossless: true, effort: 1 })
    .toBuffer();
}
