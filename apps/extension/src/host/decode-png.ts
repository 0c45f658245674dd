/** `captureVisibleTab`'s data URL → pixels in the order of raw frames (B, G, R, X). */
import { base64 } from '@scure/base';
import type { Size } from '@understudy/recording';

const prefix = 'data:image/png;base64,';

export interface Pixels {
  readonly size: Size;
  readonly bytes: Uint8Array;
}

/** By a video frame, which gives the bytes in this order: a canvas takes twice the time, and gives another. */
export async function decodePng(url: string): Promise<Pixels> {
  const png = new Uint8Array(base64.decode(url.slice(prefix.length)));
  const picture = await createImageBitmap(new Blob([png], { type: 'image/png' }));
  const frame = new VideoFrame(picture, { timestamp: 0 });
  try {
    const { codedWidth: width, codedHeight: height } = frame;
    const bytes = new Uint8Array(width * height * 4);
    await frame.copyTo(bytes, { format: 'BGRX' });
    return { size: { width, height }, bytes };
  } finally {
    frame.close();
    picture.close();
  }
}
