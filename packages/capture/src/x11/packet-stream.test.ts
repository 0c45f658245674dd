import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacketStream } from './packet-stream.ts';

const replyKind = 1;
const genericKind = 35;

/** What a server sends first: eight bytes and some words more. */
function greeting(words: number): Buffer {
  const bytes = Buffer.alloc(8 + 4 * words, 7);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt16LE(words, 6);
  return bytes;
}

function packet({ kind, words, fill }: { kind: number; words: number; fill: number }): Buffer {
  const hasLength = kind === replyKind || kind === genericKind;
  const bytes = Buffer.alloc(32 + (hasLength ? 4 * words : 0), fill);
  bytes.writeUInt8(kind, 0);
  bytes.writeUInt32LE(hasLength ? words : fill, 4);
  return bytes;
}

const packets = fc.array(
  fc.record({
    kind: fc.constantFrom(0, replyKind, 2, 28, genericKind),
    words: fc.integer({ min: 0, max: 40 }),
    fill: fc.integer({ min: 0, max: 255 }),
  }),
  { maxLength: 12 },
);

test('generic events that are wanted are taken whole, the rest goes on, all in one order', () => {
  fc.assert(
    fc.property(
      packets,
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 90 }),
      (sent, greetingWords, pieceBytes) => {
        const isWanted = (bytes: Buffer): boolean => (bytes[1] ?? 0) % 2 === 0;
        const all = [greeting(greetingWords), ...sent.map(packet)];
        const seen: Buffer[] = [];
        const read = createPacketStream(
          (bytes) => {
            if (isWanted(bytes)) seen.push(Buffer.concat([Buffer.from('taken '), bytes]));
            return isWanted(bytes);
          },
          (bytes) => seen.push(Buffer.from(bytes)),
        );
        const bytes = Buffer.concat(all);
        for (let at = 0; at < bytes.length; at += pieceBytes)
          read(bytes.subarray(at, at + pieceBytes));
        const expected = all.map((one, index) =>
          index > 0 && one[0] === genericKind && isWanted(one)
            ? Buffer.concat([Buffer.from('taken '), one])
            : one,
        );
        expect(Buffer.concat(seen).equals(Buffer.concat(expected))).toBe(true);
      },
    ),
  );
});
