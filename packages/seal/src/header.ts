/**
 * The header of an age v1 file: recipients → (file key, header bytes) and back.
 *
 * age-encryption makes and reads the stanzas and the MAC; we only take the file
 * key out of it, so that the payload can be ciphered natively, and in Node the
 * hybrid stanza. Headers are attacker-controlled: their length is bounded before
 * they are parsed.
 */
import { revealSecret, type Secret } from '@understudy/base';
import { hybridIdentity, hybridRecipient } from '#hybrid-stanza';
import { Decrypter, Encrypter } from 'age-encryption';
import { damaged, SealError } from './error.ts';
import { kindOfAll, type AgeRecipient } from './recipient.ts';

/** More than 30 hybrid stanzas; age itself sets no bound. */
export const maxHeaderBytes = 64 * 1024;

const versionLine = 'age-encryption.org/v1\n';
const isHybrid = (recipient: string): recipient is `age1pq1${string}` =>
  recipient.startsWith('age1pq1');
const isHybridIdentity = (identity: string): identity is `AGE-SECRET-KEY-PQ-1${string}` =>
  identity.startsWith('AGE-SECRET-KEY-PQ-1');
const macMark = '\n---';
/** A header is ASCII: one byte is one sign, so that places in the text are places in the bytes. */
const latin1 = new TextDecoder('latin1');

export interface SealedHeader {
  /** Up to and including the line of the MAC. */
  readonly bytes: Uint8Array;
  /** 16 bytes; the caller wipes it. */
  readonly fileKey: Uint8Array;
}

export async function createHeader(recipients: readonly AgeRecipient[]): Promise<SealedHeader> {
  kindOfAll(recipients);
  const encrypter = new Encrypter();
  let fileKey = new Uint8Array(0);
  // A recipient without a stanza: it is told the file key and adds nothing to the header.
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key);
      return [];
    },
  });
  for (const recipient of recipients) {
    encrypter.addRecipient(isHybrid(recipient) ? hybridRecipient(recipient) : recipient);
  }
  const file = await encrypter.encrypt(new Uint8Array(0));
  const length = headerLength(file);
  if (length === null) throw new TypeError('age-encryption made a file without a header.');
  return { bytes: file.subarray(0, length), fileKey };
}

/**
 * The length of the header at the start of `bytes`, or null where more bytes are needed.
 * @throws SealError `notAge`, `damaged` (longer than `maxHeaderBytes`)
 */
export function headerLength(bytes: Uint8Array): number | null {
  const text = latin1.decode(bytes.subarray(0, maxHeaderBytes + 1));
  if (!versionLine.startsWith(text.slice(0, versionLine.length))) {
    throw new SealError({
      code: 'notAge',
      message: 'That is no age v1 file.',
      remedy: 'Give a sealed segment or an archive that Understudy or age made.',
    });
  }
  const mac = text.indexOf(macMark);
  const end = mac < 0 ? -1 : text.indexOf('\n', mac + 1);
  const known = end < 0 ? text.length : end + 1;
  if (known > maxHeaderBytes) throw damaged('its header has no end');
  return end < 0 ? null : end + 1;
}

/**
 * The file key (16 bytes; the caller wipes it) that the identity finds in a whole header.
 * @throws SealError `notForThisKey`, `badIdentity`, `damaged`
 */
export async function openHeader(
  header: Uint8Array,
  identity: Secret<string>,
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  let unmatched = false;
  try {
    // Revealed to what unwraps file keys, which keeps it for this call only.
    const revealed = revealSecret(identity);
    decrypter.addIdentity(isHybridIdentity(revealed) ? hybridIdentity(revealed) : revealed);
  } catch {
    throw new SealError({
      code: 'badIdentity',
      message: 'That is no age identity.',
      remedy: 'Give the line that begins with AGE-SECRET-KEY-PQ-1 or AGE-SECRET-KEY-1.',
    });
  }
  // Asked only when the identity before it found no stanza of its own.
  decrypter.addIdentity({
    unwrapFileKey: () => {
      unmatched = true;
      return null;
    },
  });
  try {
    const fileKey = await decrypter.decryptHeader(header);
    if (fileKey.length !== 16) throw new TypeError('file key of a wrong size');
    return fileKey;
  } catch (cause) {
    if (!unmatched) throw damaged('its header does not hold together', cause);
    throw new SealError({
      code: 'notForThisKey',
      message: 'The sealed file is not meant for this key.',
      remedy: 'Use the identity of one of the recipients that it was sealed to.',
    });
  }
}
