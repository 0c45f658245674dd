/**
 * Whole age v1 files as streams: plaintext pieces → sealed pieces and back.
 *
 * Invariant: bounded memory; a header and at most two chunks are held at once.
 */
import { systemRandom, type Random, type Secret } from '@understudy/base';
import { concatBytes } from '@noble/hashes/utils.js';
import { damaged, SealError } from './error.ts';
import { createHeader, headerLength, maxHeaderBytes, openHeader } from './header.ts';
import type { AgeRecipient } from './recipient.ts';
import {
  decryptPayload,
  derivePayloadKey,
  encryptPayload,
  payloadNonceBytes,
  reencryptPayload,
} from './stream.ts';

/** Pieces of any size, or all at once. Nothing writes to them while they are read. */
export type ByteSource = AsyncIterable<Uint8Array> | readonly Uint8Array[] | Uint8Array;

/** An age v1 file for the recipients, which must be all hybrid or all classical. */
export async function* sealBytes(
  plain: ByteSource,
  recipients: readonly AgeRecipient[],
  random: Random = systemRandom,
): AsyncGenerator<Uint8Array> {
  const { head, key } = await startFile(recipients, random);
  try {
    yield* head;
    yield* encryptPayload(toPieces(plain), key);
  } finally {
    key.fill(0);
  }
}

/**
 * The plaintext of an age v1 file, each chunk checked before it is yielded. A cut end
 * is found only at the end: what came before is genuine, yet the file is not whole.
 * @throws SealError `notAge`, `notForThisKey`, `badIdentity`, `damaged`
 */
export async function* openBytes(
  sealed: ByteSource,
  identity: Secret<string>,
  beforeChunk: () => Promise<void> | void = () => {},
): AsyncGenerator<Uint8Array> {
  const { key, rest } = await openFile(sealed, identity, beforeChunk);
  try {
    yield* decryptPayload(rest, key, beforeChunk);
  } finally {
    key.fill(0);
  }
}

/** An age v1 file, the same for other recipients. @throws SealError as `openBytes` */
export async function* resealBytes(
  sealed: ByteSource,
  identity: Secret<string>,
  recipients: readonly AgeRecipient[],
  beforeChunk: () => Promise<void> | void,
): AsyncGenerator<Uint8Array> {
  const { key: from, rest } = await openFile(sealed, identity, beforeChunk);
  try {
    const { head, key: to } = await startFile(recipients, systemRandom);
    try {
      yield* head;
      yield* reencryptPayload(rest, { from, to }, beforeChunk);
    } finally {
      to.fill(0);
    }
  } finally {
    from.fill(0);
  }
}

interface StartedFile {
  /** What stands before the payload. */
  readonly head: readonly [header: Uint8Array, nonce: Uint8Array];
  /** Of the payload; the caller wipes it. */
  readonly key: Uint8Array;
}

async function startFile(
  recipients: readonly AgeRecipient[],
  random: Random,
): Promise<StartedFile> {
  const { bytes, fileKey } = await createHeader(recipients);
  const nonce = random.bytes(payloadNonceBytes);
  const key = derivePayloadKey(fileKey, nonce);
  fileKey.fill(0);
  return { head: [bytes, nonce], key };
}

interface OpenedFile {
  /** Of the payload; the caller wipes it. */
  readonly key: Uint8Array;
  /** The payload, still sealed. */
  readonly rest: AsyncIterable<Uint8Array>;
}

async function openFile(
  sealed: ByteSource,
  identity: Secret<string>,
  beforeChunk: () => Promise<void> | void,
): Promise<OpenedFile> {
  const { header, nonce, rest } = await splitFile(toPieces(sealed));
  await beforeChunk();
  const fileKey = await openHeader(header, identity);
  const key = derivePayloadKey(fileKey, nonce);
  fileKey.fill(0);
  return { key, rest };
}

interface SplitFile {
  readonly header: Uint8Array;
  readonly nonce: Uint8Array;
  readonly rest: AsyncIterable<Uint8Array>;
}

async function splitFile(pieces: AsyncIterable<Uint8Array>): Promise<SplitFile> {
  const iterator = pieces[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  for (;;) {
    const length = headerLength(head);
    if (length !== null && head.length >= length + payloadNonceBytes) {
      const start = length + payloadNonceBytes;
      return {
        header: head.subarray(0, length),
        nonce: head.subarray(length, start),
        rest: continueWith(head.subarray(start), iterator),
      };
    }
    const next = await iterator.next();
    if (next.done === true) {
      if (head.length > 0) throw damaged('it ends within its header');
      throw new SealError({
        code: 'notAge',
        message: 'The sealed file is empty.',
        remedy: 'Fetch it again.',
      });
    }
    if (head.length > maxHeaderBytes + payloadNonceBytes) throw damaged('its header has no end');
    head = head.length === 0 ? next.value : concatBytes(head, next.value);
  }
}

async function* continueWith(
  first: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function* toPieces(source: ByteSource): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source;
  else yield* source;
}
