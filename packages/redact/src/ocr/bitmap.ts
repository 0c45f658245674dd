/** Room for a grey picture as Windows' bitmap (BMP), which the engine reads by the row; Netpbm it reads by the byte. */
import type { Size } from '@understudy/recording';

const fileHeaderBytes = 14;
const infoHeaderBytes = 40;
const greys = 256;
const headBytes = fileHeaderBytes + infoHeaderBytes + 4 * greys;

export interface Bitmap extends Size {
  readonly bytes: Uint8Array;
  /** The pixels of a row, of which 0 is the highest: to be written, for they are what was there before. */
  rowAt(row: number): Uint8ClampedArray;
}

function writeHead(bytes: Buffer, { width, height }: Size): void {
  bytes.fill(0, 0, headBytes);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(headBytes, 10);
  bytes.writeUInt32LE(infoHeaderBytes, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(8, 28);
  bytes.writeUInt32LE(greys, 46);
  for (let grey = 0; grey < greys; grey += 1)
    bytes.writeUInt32LE(grey * 0x010101, fileHeaderBytes + infoHeaderBytes + 4 * grey);
}

/** Of a screen: larger ones are given back. */
const mostKeptBytes = 8 * 2 ** 20;

/** @returns bitmaps of which each takes the memory of the one before it: new memory for every picture costs more to collect than to fill */
export function createBitmaps(): (size: Size) => Bitmap {
  let kept = new ArrayBuffer(0);
  return ({ width, height }) => {
    const rowBytes = Math.ceil(width / 4) * 4;
    const length = headBytes + rowBytes * height;
    const room = kept.byteLength < length ? new ArrayBuffer(length) : kept;
    if (length <= mostKeptBytes) kept = room;
    const bytes = Buffer.from(room, 0, length);
    writeHead(bytes, { width, height });
    return {
      width,
      height,
      bytes,
      rowAt: (row) => {
        // The lowest row comes first.
        const from = headBytes + (height - 1 - row) * rowBytes;
        bytes.fill(0, from + width, from + rowBytes);
        return new Uint8ClampedArray(room, from, width);
      },
    };
  };
}
