/** `captureVisibleTab`'s data URL → pixels in the order of raw frames (B, G, R, X). */
import { base64 } from '@scure/base';
import type { Size } from '@understudy/recording';

const prefix = 'data:image/png;base64,';

export interface Pixels {
  readonly size: Size;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/**
 * By a video frame, which gives the bytes in this order: a canvas takes twice the time, and gives another.
 *
 * @throws TypeError where the frame is not as large as the picture: covers would stand elsewhere
 */
export async function decodePng(url: string): Promise<Pixels> {
  const png = new Uint8Array(base64.decode(url.slice(prefix.length)));
  const picture = await createImageBitmap(new Blob([png], { type: 'image/png' }));
  const { width, height } = picture;
  let frame: VideoFrame | null = null;
  try {
    frame = new VideoFrame(picture, { timestamp: 0 });
    const pixels = new Uint8Array(width * height * 4);
    if (frame.allocationSize({ format: 'BGRX' }) !== pixels.length)
      throw new TypeError('This browser gives a picture of another size.');
    await frame.copyTo(pixels, { format: 'BGRX' });
    return { size: { width, height }, pixels };
  } finally {
    frame?.close();
    picture.close();
  }
}
