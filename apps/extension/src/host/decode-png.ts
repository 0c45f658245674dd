/** `captureVisibleTab`'s data URL → pixels in the order of raw frames (B, G, R, X). */
import { base64 } from '@scure/base';
import type { Size } from '@understudy/recording';

const prefix = 'data:image/png;base64,';

export interface Pixels {
  readonly size: Size;
  readonly bytes: Uint8Array;
}

export async function decodePng(url: string): Promise<Pixels> {
  const png = new Uint8Array(base64.decode(url.slice(prefix.length)));
  const picture = await createImageBitmap(new Blob([png], { type: 'image/png' }));
  try {
    const { width, height } = picture;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new TypeError('This browser gives no canvas.');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const bytes = new Uint8Array(data.buffer);
    swapRedAndBlue(bytes);
    return { size: { width, height }, bytes };
  } finally {
    picture.close();
  }
}

function swapRedAndBlue(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 4) {
    const red = bytes[at] ?? 0;
    bytes[at] = bytes[at + 2] ?? 0;
    bytes[at + 2] = red;
  }
}
