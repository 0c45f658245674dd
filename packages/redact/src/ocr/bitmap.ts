/** A grey picture → Windows' bitmap (BMP), which the engine reads by the row; Netpbm it reads by the byte. */
import type { GreyImage } from './recognizer.ts';

const fileHeaderBytes = 14;
const infoHeaderBytes = 40;
const greys = 256;

export function toBitmap({ data, width, height }: GreyImage): Uint8Array {
  const from = fileHeaderBytes + infoHeaderBytes + 4 * greys;
  const rowBytes = Math.ceil(width / 4) * 4;
  const bitmap = Buffer.alloc(from + rowBytes * height);
  bitmap.write('BM');
  bitmap.writeUInt32LE(bitmap.length, 2);
  bitmap.writeUInt32LE(from, 10);
  bitmap.writeUInt32LE(infoHeaderBytes, 14);
  bitmap.writeInt32LE(width, 18);
  bitmap.writeInt32LE(height, 22);
  bitmap.writeUInt16LE(1, 26);
  bitmap.writeUInt16LE(8, 28);
  bitmap.writeUInt32LE(greys, 46);
  for (let grey = 0; grey < greys; grey += 1)
    bitmap.writeUInt32LE(grey * 0x010101, fileHeaderBytes + infoHeaderBytes + 4 * grey);
  // The lowest row comes first.
  for (let row = 0; row < height; row += 1)
    bitmap.set(data.subarray(row * width, (row + 1) * width), from + (height - 1 - row) * rowBytes);
  return bitmap;
}
