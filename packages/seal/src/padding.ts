/**
 * Padding inside an MCAP file, so that a segment's size tells little of what
 * was typed: a private record (opcode 0x80) of zeros right before the footer.
 * Every MCAP reader must skip opcodes that it does not know, so a padded file
 * opens without our code (spec/segment.md §2).
 *
 * Sizes follow Padmé (Nikitin et al., "Reducing Metadata Leakage from
 * Encrypted Files", PoPETs 2019): at most 12 % more, O(log log n) bits told.
 */
import { crc32 } from '@foxglove/crc';
import { SealError } from './error.ts';

const paddingOpcode = 0x80;
const recordHeadBytes = 9;
const footerOpcode = 0x02;
/** opcode, length, summary start, summary offset start, summary CRC. */
const footerBytes = recordHeadBytes + 8 + 8 + 4;
const magic = Uint8Array.of(0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a);

/** The smallest Padmé size that holds `sizeBytes` (an integer of at least 2). */
export function padmeSize(sizeBytes: number): number {
  const exponent = Math.floor(Math.log2(sizeBytes));
  const kept = Math.floor(Math.log2(Math.max(1, exponent))) + 1;
  const step = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(sizeBytes / step) * step;
}

const isMagic = (bytes: Uint8Array): boolean =>
  bytes.length === magic.length && magic.every((byte, at) => byte === bytes[at]);

/** @throws SealError `notMcap` where the bytes do not end as an MCAP file does. */
export function padMcap(mcap: Uint8Array): Uint8Array {
  const footerAt = mcap.length - magic.length - footerBytes;
  if (
    footerAt < magic.length ||
    !isMagic(mcap.subarray(0, magic.length)) ||
    !isMagic(mcap.subarray(mcap.length - magic.length)) ||
    mcap[footerAt] !== footerOpcode
  ) {
    throw new SealError({
      code: 'notMcap',
      message: 'A segment to be sealed is no whole MCAP file.',
      remedy: 'This is a fault of Understudy: please report it.',
    });
  }
  const size = padmeSize(mcap.length + recordHeadBytes);
  const padded = new Uint8Array(size);
  const view = new DataView(padded.buffer);
  padded.set(mcap.subarray(0, footerAt));
  padded[footerAt] = paddingOpcode;
  view.setBigUint64(footerAt + 1, BigInt(size - mcap.length - recordHeadBytes), true);
  const movedFooterAt = size - magic.length - footerBytes;
  padded.set(mcap.subarray(footerAt), movedFooterAt);
  mendSummaryCrc(view, movedFooterAt);
  return padded;
}

/** The footer's CRC spans the summary, the padding and the footer up to the CRC; 0 means none. */
function mendSummaryCrc(padded: DataView, footerAt: number): void {
  const crcAt = footerAt + footerBytes - 4;
  if (padded.getUint32(crcAt, true) === 0) return;
  const summaryStart = Number(padded.getBigUint64(footerAt + recordHeadBytes, true));
  // Without a summary section the CRC starts at the footer itself.
  const from = summaryStart === 0 ? footerAt : summaryStart;
  padded.setUint32(crcAt, crc32(new Uint8Array(padded.buffer, from, crcAt - from)), true);
}
