/**
 * Padding inside an MCAP file, so that a segment's size tells little of what
 * was typed: a private record (opcode 0x80) of zeros right before the footer.
 * Every MCAP reader must skip opcodes that it does not know, so a padded file
 * opens without our code (spec/segment.md §2).
 *
 * Sizes follow Padmé (Nikitin et al., "Reducing Metadata Leakage from
 * Encrypted Files", PoPETs 2019): at most 12 % more, O(log log n) bits told.
 */
import { crc32 } from 'node:zlib';
import { SealError } from './error.ts';

const paddingOpcode = 0x80;
const recordHeadBytes = 9;
const footerOpcode = 0x02;
/** opcode, length, summary start, summary offset start, summary CRC. */
const footerBytes = recordHeadBytes + 8 + 8 + 4;
const magic = Buffer.from([0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a]);

/** The smallest Padmé size that holds `sizeBytes` (an integer of at least 2). */
export function padmeSize(sizeBytes: number): number {
  const exponent = Math.floor(Math.log2(sizeBytes));
  const kept = Math.floor(Math.log2(Math.max(1, exponent))) + 1;
  const step = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(sizeBytes / step) * step;
}

/** @throws SealError `notMcap` where the bytes do not end as an MCAP file does. */
export function padMcap(mcap: Uint8Array): Uint8Array {
  const source = Buffer.from(mcap.buffer, mcap.byteOffset, mcap.byteLength);
  const footerAt = source.length - magic.length - footerBytes;
  if (
    footerAt < magic.length ||
    !source.subarray(0, magic.length).equals(magic) ||
    !source.subarray(source.length - magic.length).equals(magic) ||
    source[footerAt] !== footerOpcode
  ) {
    throw new SealError({
      code: 'notMcap',
      message: 'A segment to be sealed is no whole MCAP file.',
      remedy: 'This is a fault of Understudy: please report it.',
    });
  }
  const size = padmeSize(source.length + recordHeadBytes);
  const padded = Buffer.alloc(size);
  source.copy(padded, 0, 0, footerAt);
  padded[footerAt] = paddingOpcode;
  padded.writeBigUInt64LE(BigInt(size - source.length - recordHeadBytes), footerAt + 1);
  const movedFooterAt = size - magic.length - footerBytes;
  source.copy(padded, movedFooterAt, footerAt);
  mendSummaryCrc(padded, movedFooterAt);
  return padded;
}

/** The footer's CRC spans the summary, the padding and the footer up to the CRC; 0 means none. */
function mendSummaryCrc(padded: Buffer, footerAt: number): void {
  const crcAt = footerAt + footerBytes - 4;
  const summaryStart = Number(padded.readBigUInt64LE(footerAt + recordHeadBytes));
  if (padded.readUInt32LE(crcAt) === 0) return;
  // Without a summary section the CRC starts at the footer itself.
  const from = summaryStart === 0 ? footerAt : summaryStart;
  padded.writeUInt32LE(crc32(padded.subarray(from, crcAt)), crcAt);
}
