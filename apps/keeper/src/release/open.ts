/**
 * Ticket + sealed segment → the same content, sealed to the researcher's key.
 *
 * The whole ciphertext is read and its hash held against the signed manifest
 * before the first byte is opened: the vault cannot put one segment in the
 * place of another. Memory is bounded by the manifest's size (at most 64 MiB).
 */
import { createHash } from 'node:crypto';
import type { ReleaseId } from '@understudy/base';
import { resealStream } from '@understudy/seal';
import type { Core } from '../core.ts';
import { KeeperError, notAllowedError } from '../error.ts';
import type { Ticket, Tickets } from './tickets.ts';

/** @throws KeeperError notAllowed (no ticket, or used), badRequest (other bytes), sealed, locked */
export async function openRelease(
  core: Core,
  tickets: Tickets,
  release: ReleaseId,
  sealed: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  const ticket = tickets.take(release);
  if (ticket === null) throw notAllowedError();
  ticket.check();
  const bytes = await readSegment(ticket, sealed);
  ticket.check();
  const keyring = core.lock.requireOpen();
  const identity = await keyring.identity(ticket);
  ticket.check();
  const pieces = resealStream(bytes, identity, [ticket.recipient], ticket.check);
  return core.lock.streams.guard(pieces, ticket.check);
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
