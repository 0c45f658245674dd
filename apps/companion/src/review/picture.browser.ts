/** Pictures of stored patches, decoded and encoded by the browser itself. */
import type { Box, Size } from '@understudy/recording';

/** Red, green, blue. */
export const pictureChannels = 3;

export interface Picture extends Size {
  /** `pictureChannels` bytes a pixel, row by row. */
  readonly pixels: Uint8Array;
}

const canvasChannels = 4;

/** @throws where the picture is broken or larger than `maxPixels` */
export async function decodePicture(data: Uint8Array, maxPixels: number): Promise<Picture> {
  const picture = await createImageBitmap(new Blob([new Uint8Array(data)]));
  try {
    const { width, height } = picture;
    if (width * height > maxPixels) throw new RangeError('The picture is too large.');
    const context = contextOf({ width, height });
    context.drawImage(picture, 0, 0);
    const { data: rgba } = context.getImageData(0, 0, width, height);
    const pixels = new Uint8Array(width * height * pictureChannels);
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      const from = pixel * canvasChannels;
      pixels.set(rgba.subarray(from, from + pictureChannels), pixel * pictureChannels);
    }
    return { pixels, width, height };
  } finally {
    picture.close();
  }
}

/** Lossless WebP (quality 1 in Chromium) of the picture, or of the part of it in the box. */
export async function encodePicture(
  { pixels, width, height }: Picture,
  box: Box = { x: 0, y: 0, width, height },
): Promise<Uint8Array> {
  const context = contextOf(box);
  const image = context.createImageData(box.width, box.height);
  image.data.fill(255);
  for (let row = 0; row < box.height; row += 1) {
    for (let column = 0; column < box.width; column += 1) {
      const from = ((box.y + row) * width + box.x + column) * pictureChannels;
      const to = (row * box.width + column) * canvasChannels;
      image.data.set(pixels.subarray(from, from + pictureChannels), to);
    }
  }
  context.putImageData(image, 0, 0);
  const blob = await context.canvas.convertToBlob({ type: 'image/webp', quality: 1 });
  return new Uint8Array(await blob.arrayBuffer());
}

function contextOf({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new TypeError('This browser gives no canvas.');
  return context;
}
