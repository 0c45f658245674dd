/**
 * Native messaging's framing: 4 bytes of length in the machine's order, then
 * JSON in UTF-8 (developer.chrome.com, "Native messaging"). The same between
 * browser and host as between host and companion.
 */
import { endianness } from 'node:os';

const isLittle = endianness() === 'LE';
const lengthBytes = 4;
/** The structure of a large page is some 2 MB. */
const messageBytesAtMost = 16 * 2 ** 20;

export function encodeFrame(message: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(message), 'utf8');
  const frame = Buffer.allocUnsafe(lengthBytes + json.length);
  if (isLittle) frame.writeUInt32LE(json.length);
  else frame.writeUInt32BE(json.length);
  json.copy(frame, lengthBytes);
  return frame;
}

/**
 * Takes bytes in any pieces and gives each message as it is whole.
 * @throws RangeError where a length is above the limit; SyntaxError where it is no JSON.
 */
export function createFrameReader(onMessage: (message: unknown) => void): (bytes: Buffer) => void {
  let pieces: Buffer[] = [];
  let held = 0;
  let wanted = lengthBytes;
  let isHead = true;
  return (bytes) => {
    pieces.push(bytes);
    held += bytes.length;
    while (held >= wanted) {
      const all =
        pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
      const part = all.subarray(0, wanted);
      const rest = all.subarray(wanted);
      pieces = rest.length === 0 ? [] : [rest];
      held = rest.length;
      if (isHead) {
        wanted = isLittle ? part.readUInt32LE() : part.readUInt32BE();
        if (wanted > messageBytesAtMost) throw new RangeError('A message is too long.');
      } else {
        wanted = lengthBytes;
        onMessage(JSON.parse(part.toString('utf8')));
      }
      isHead = !isHead;
    }
  };
}
