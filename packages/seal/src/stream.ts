/**
 * The payload of an age v1 file: STREAM over ChaCha20-Poly1305 in 64 KiB
 * chunks (age spec, "Payload"; Hoang et al., "Online Authenticated Encryption",
 * 2015).
 *
 * Invariant: no plaintext byte is yielded before the tag of its chunk was checked.
 */
import { concatBytes } from '@noble/hashes/utils.js';
import { decryptChunk, deriveKey, encryptChunk, tagBytes } from '#cipher';
import { damaged } from './error.ts';

export const chunkBytes = 64 * 1024;
export const payloadNonceBytes = 16;
const sealedChunkBytes = chunkBytes + tagBytes;

/** HKDF-SHA-256 of the file key (16 bytes) with the payload's nonce (16 bytes). */
export function derivePayloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return deriveKey(fileKey, nonce, 'payload');
}

/** Eleven bytes of counter, big-endian, then 1 in the last chunk: a cut between chunks is found. */
function chunkNonce(counter: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  const view = new DataView(nonce.buffer);
  // Exact up to 2^53 chunks, which is 512 ZiB.
  view.setUint32(3, Math.floor(counter / 2 ** 32));
  view.setUint32(7, counter % 2 ** 32);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Plaintext in pieces of any size → ciphertext pieces. */
export function encryptPayload(
  plain: AsyncIterable<Uint8Array>,
  key: Uint8Array,
): AsyncGenerator<Uint8Array> {
  return encryptChunks(cutChunks(plain, chunkBytes), key);
}

/**
 * Ciphertext in pieces of any size → plaintext, one piece a chunk.
 * `beforeChunk` runs before each chunk is opened and may throw to stop.
 * @throws SealError `damaged`: a changed byte, a missing or moved chunk, a cut end
 */
export async function* decryptPayload(
  sealed: AsyncIterable<Uint8Array>,
  key: Uint8Array,
  beforeChunk: () => Promise<void> | void,
): AsyncGenerator<Uint8Array> {
  for await (const { chunk } of decryptChunks(sealed, key, beforeChunk)) yield chunk;
}

/**
 * The same payload under another key, chunk by chunk; no chunk is plain for longer than it takes
 * to seal it anew.
 * @throws SealError as `decryptPayload`
 */
export function reencryptPayload(
  sealed: AsyncIterable<Uint8Array>,
  keys: { readonly from: Uint8Array; readonly to: Uint8Array },
  beforeChunk: () => Promise<void> | void,
): AsyncGenerator<Uint8Array> {
  return encryptChunks(decryptChunks(sealed, keys.from, beforeChunk), keys.to, wipe);
}

interface Chunk {
  readonly chunk: Uint8Array;
  readonly last: boolean;
}

/** @param onSealed called with each plain chunk before its ciphertext waits for a reader */
async function* encryptChunks(
  chunks: AsyncIterable<Chunk>,
  key: Uint8Array,
  onSealed: (chunk: Uint8Array) => void = () => {},
): AsyncGenerator<Uint8Array> {
  let counter = 0;
  for await (const { chunk, last } of chunks) {
    const sealed = encryptChunk(key, chunkNonce(counter, last), chunk);
    onSealed(chunk);
    yield* sealed;
    counter += 1;
  }
}

async function* decryptChunks(
  sealed: AsyncIterable<Uint8Array>,
  key: Uint8Array,
  beforeChunk: () => Promise<void> | void,
): AsyncGenerator<Chunk> {
  let counter = 0;
  for await (const { chunk, last } of cutChunks(sealed, sealedChunkBytes)) {
    await beforeChunk();
    const plain = decryptChunk(key, chunkNonce(counter, last), chunk);
    if (plain === null) throw damaged(`chunk ${counter} was changed or cut off`);
    if (plain.length === 0 && counter > 0) throw damaged('its last chunk is empty');
    yield { chunk: plain, last };
    counter += 1;
  }
}

/** Zeroed, and its memory given back at once: what waits to be collected has the collector run oftener. */
function wipe(bytes: Uint8Array): void {
  bytes.fill(0);
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) buffer.transfer(0);
}

/**
 * Pieces of any size → chunks of `size` bytes, the last one of 0 (only if it is the first) to `size`.
 * Pieces are cut without a copy, and so belong to the cutter: only what spans several is joined.
 */
async function* cutChunks(pieces: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Chunk> {
  // A whole chunk is held back too: it may be the last.
  let held: Uint8Array = new Uint8Array(0);
  for await (const piece of pieces) {
    const wanted = held.length === 0 ? 0 : size - held.length;
    if (wanted > 0) held = concatBytes(held, piece.subarray(0, wanted));
    const rest = piece.subarray(wanted);
    if (rest.length === 0) continue;
    if (held.length > 0) yield { chunk: held, last: false };
    let from = 0;
    for (; rest.length - from > size; from += size) {
      yield { chunk: rest.subarray(from, from + size), last: false };
    }
    held = rest.subarray(from);
  }
  yield { chunk: held, last: true };
}
