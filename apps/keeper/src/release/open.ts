/**
 * Ticket + sealed segment → the same content, sealed to the researcher's key.
 *
 * The whole ciphertext is read and its hash held against the signed manifest
 * before the first byte is opened: the vault cannot put one segment in the
 * place of another. Memory is bounded by the manifest's size (at most 64 MiB).
 */
import { createHash } from 'node:crypto';
import { resealStream } from '@understudy/seal';
import { KeeperError, notAllowedError } from '../error.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Streams } from '../lock/streams.ts';
import type { Ticket } from './tickets.ts';

/** Of a primary or of a replica. */
interface OpeningLock {
  readonly streams: Streams;
  /** @throws KeeperError sealed, locked */
  requireOpen(): Keyring;
}

/** @throws KeeperError notAllowed (no ticket, or used), badRequest (other bytes), sealed, locked */
export async function openRelease(
  lock: OpeningLock,
  ticket: Ticket | null,
  sealed: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  if (ticket === null) throw notAllowedError();
  ticket.check();
  const bytes = await readSegment(ticket, sealed);
  ticket.check();
  const keyring = lock.requireOpen();
  const identity = await keyring.identity(ticket);
  ticket.check();
  const pieces = resealStream(bytes, identity, [ticket.recipient], ticket.check);
  return lock.streams.guard(pieces, ticket.check);
}

async function readSegment(ticket: Ticket, sealed: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const hash = createHash('sha256');
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of sealed) {
    sizeBytes += piece.length;
    if (sizeBytes > ticket.sizeBytes) throw otherSegment();
    hash.update(piece);
    pieces.push(piece);
  }
  if (hash.digest('hex') !== ticket.sha256) throw otherSegment();
  return Buffer.concat(pieces);
}

function otherSegment(): KeeperError {
  return new KeeperError({
    code: 'badRequest',
    message: 'Those bytes are not the segment that the manifest names.',
    remedy: 'Check the vault’s storage: the segment was changed or mixed up.',
  });
}
