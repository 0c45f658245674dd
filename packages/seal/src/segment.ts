/**
 * CleanSegment → sealed segment (MCAP, padded, age v1) and back (spec/segment.md).
 *
 * Only what `redact` branded as clean can be sealed: there is no other way in.
 */
import type { Random, Secret } from '@understudy/base';
import { encodeSegment } from '@understudy/recording';
import type { CleanSegment } from '@understudy/redact';
import { sha256Hex } from '#cipher';
import { concatBytes } from '@noble/hashes/utils.js';
import { openBytes, resealBytes, sealBytes, type ByteSource } from './age-file.ts';
import { SealError } from './error.ts';
import { padMcap } from './padding.ts';
import { kindOfAll, type AgeRecipient } from './recipient.ts';

export interface SealedSegment {
  readonly bytes: Uint8Array;
  /** Of `bytes`, lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** @throws SealError `notHybrid`, `mixedRecipients`, `badRecipient` */
export async function sealSegment(
  clean: CleanSegment,
  recipients: readonly AgeRecipient[],
  random: Random,
): Promise<SealedSegment> {
  if (kindOfAll(recipients) !== 'hybrid') {
    throw new SealError({
      code: 'notHybrid',
      message: 'A segment is sealed to post-quantum hybrid recipients only.',
      remedy: 'Name recipients that begin with age1pq1; a takeout may go to any recipient.',
    });
  }
  const plain = padMcap(await encodeSegment(clean));
  const pieces: Uint8Array[] = [];
  for await (const piece of sealBytes(plain, recipients, random)) pieces.push(piece);
  plain.fill(0);
  const bytes = concatBytes(...pieces);
  return { bytes, sha256: sha256Hex(bytes), sizeBytes: bytes.length };
}

/**
 * The MCAP bytes of a sealed segment, each chunk checked before it is yielded. They end
 * with the padding, as a record that every MCAP reader skips.
 * @throws SealError `notAge`, `notForThisKey`, `badIdentity`, `damaged`
 */
export function openSegment(
  sealed: ByteSource,
  identity: Secret<string>,
): AsyncIterable<Uint8Array> {
  return openBytes(sealed, identity);
}

/**
 * Opens a sealed file and seals it anew, chunk by chunk, for other recipients.
 * `beforeChunk` runs before the key and before each chunk is opened; where it throws,
 * nothing more is opened or yielded. The answer is cut there, and so never passes as whole.
 */
export function resealStream(
  sealed: ByteSource,
  identity: Secret<string>,
  recipients: readonly AgeRecipient[],
  beforeChunk: () => Promise<void> | void,
): AsyncIterable<Uint8Array> {
  kindOfAll(recipients);
  return resealBytes(sealed, identity, recipients, beforeChunk);
}

/**
 * An archive of one person's own data, for any recipients that they name (all of one
 * kind): a hybrid one, or a classical one that Debian's `age` opens.
 */
export function sealArchive(
  plain: ByteSource,
  recipients: readonly AgeRecipient[],
): AsyncIterable<Uint8Array> {
  kindOfAll(recipients);
  return sealBytes(plain, recipients);
}
