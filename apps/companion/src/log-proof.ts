/**
 * The keeper's key for a program is taken only with the log's proof: the entry
 * that made it stands in the log, under a checkpoint that the log signed and,
 * where the join file names witnesses, that at least one of them cosigned.
 * A malicious server that swaps the key would have to show it to everybody.
 */
import type { ProgramId } from '@understudy/base';
import {
  bytesToEntry,
  leafHash,
  parseVerifier,
  verifyCheckpoint,
  verifyInclusion,
} from '@understudy/tlog';
import { createHash } from 'node:crypto';
import { CompanionError } from './error.ts';
import type { Join } from './join.ts';

export interface LoggedKey {
  readonly program: ProgramId;
  readonly recipient: string;
  /** The entry's bytes. */
  readonly entry: Uint8Array;
  readonly index: number;
  /** A signed note. */
  readonly checkpoint: string;
  /** Hashes in standard base64, leaf first. */
  readonly proof: readonly string[];
}

/** @throws TlogError, CompanionError `keyUnproved` where the proof is about something else */
export function checkLoggedKey(join: Join, logged: LoggedKey): void {
  // A deployment without a log key trusts its keeper for this; `up` always names one.
  if (join.logKey === undefined) return;
  const witnesses = (join.witnessKeys ?? []).map(parseVerifier);
  const { size, root } = verifyCheckpoint(logged.checkpoint, {
    log: parseVerifier(join.logKey),
    witnesses,
    quorum: Math.min(1, witnesses.length),
  });
  verifyInclusion({
    index: logged.index,
    size,
    leafHash: leafHash(logged.entry),
    root,
    proof: logged.proof.map((hash) => Buffer.from(hash, 'base64')),
  });
  const entry = bytesToEntry(logged.entry);
  if (
    entry.kind === 'keyCreated' &&
    entry.program === logged.program &&
    entry.recipientSha256 === createHash('sha256').update(logged.recipient).digest('hex')
  ) {
    return;
  }
  throw new CompanionError({
    code: 'keyUnproved',
    message: `The keeper's key for ${logged.program} is not the one that the log names.`,
    remedy: 'Record nothing for it, and tell a witness of this log.',
  });
}
