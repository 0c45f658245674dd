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

/** Where a ticket comes from: this process, or its primary. */
export interface TicketSource {
  /** What it is good for; it stays good. Null where there is none. */
  look(): Promise<WantedSegment | null>;
  /** The ticket itself, once. */
  take(): Promise<Ticket | null>;
}
type WantedSegment = Pick<Ticket, 'sha256' | 'sizeBytes'>;

/**
 * Anybody may name a release, which the log shows: its ticket is used up only by the right bytes.
 * @throws KeeperError notAllowed (no ticket, or used), badRequest (other bytes), sealed, locked
 */
export async function openRelease(
  lock: OpeningLock,
  source: TicketSource,
  sealed: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  const wanted = await source.look();
  if (wanted === null) throw notAllowedError();
  const sealedPieces = await readSegment(wanted, sealed);
  const ticket = await source.take();
  if (ticket === null) throw notAllowedError();
  ticket.check();
  const keyring = lock.requireOpen();
  const identity = await keyring.identity(ticket);
  ticket.check();
  const pieces = resealStream(sealedPieces, identity, [ticket.recipient], ticket.check);
  return lock.streams.guard(pieces, ticket.check);
}

async function readSegment(
  wanted: WantedSegment,
  sealed: AsyncIterable<Uint8Array>,
): Promise<readonly Uint8Array[]> {
  const hash = createHash('sha256');
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of sealed) {
    sizeBytes += piece.length;
    if (sizeBytes > wanted.sizeBytes) throw otherSegment();
    hash.update(piece);
    pieces.push(piece);
  }
  if (hash.digest('hex') !== wanted.sha256) throw otherSegment();
  return pieces;
}

function otherSegment(): KeeperError {
  return new KeeperError({
    code: 'badRequest',
    message: 'Those bytes are not the segment that the manifest names.',
    remedy: 'Check the vault’s storage: the segment was changed or mixed up.',
  });
}
