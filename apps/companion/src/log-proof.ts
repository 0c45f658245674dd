/**
 * The keeper's key for a program is taken only with the log's proof: the entry
 * that made it stands in the log, under a head that the log signed and, where
 * the join file names witnesses, that at least one of them cosigned. A
 * malicious server that swaps the key would have to show it to everybody.
 */
import type { ProgramId, SessionId } from '@understudy/base';
import {
  bytesToEntry,
  leafHash,
  parseVerifier,
  readProvedEntry,
  TlogError,
  verifyCheckpoint,
  verifyInclusion,
  type LogEntry,
  type LogTrust,
  type ReadResource,
} from '@understudy/tlog';
import { sha256Hex } from '@understudy/protocol';
import { base64 } from '@scure/base';
import { CompanionError } from './error.ts';
import type { Join } from './join.ts';

export interface LoggedKey {
  readonly program: ProgramId;
  readonly session: SessionId;
  readonly recipient: string;
  /** The entry's bytes. */
  readonly entry: Uint8Array;
  readonly index: number;
  /** A signed note: the log's own head, which no witness can have seen yet. */
  readonly checkpoint: string;
  /** Hashes in standard base64, leaf first. */
  readonly proof: readonly string[];
}

/** A witness looks every few seconds; a key made just now waits for it that long. */
const witnessLimitMs = 20_000;
const witnessPollMs = 500;

/** @throws TlogError; CompanionError `keyUnproved` where the proof is about something else */
export async function checkLoggedKey(
  join: Join,
  logged: LoggedKey,
  read: ReadResource,
): Promise<void> {
  // A deployment without a log key trusts its keeper for this; `up` always names one.
  if (join.logKey === undefined) return;
  const witnesses = (join.witnessKeys ?? []).map(parseVerifier);
  const trust = {
    log: parseVerifier(join.logKey),
    witnesses,
    quorum: Math.min(1, witnesses.length),
  };
  const entry =
    witnesses.length === 0
      ? verifyOwnHead(logged, trust)
      : await readWitnessed(read, logged.index, trust);
  if (
    entry.kind === 'keyCreated' &&
    entry.program === logged.program &&
    entry.session === logged.session &&
    entry.recipientSha256 === sha256Hex(new TextEncoder().encode(logged.recipient))
  ) {
    return;
  }
  throw new CompanionError({
    code: 'keyUnproved',
    message: `The keeper's key for ${logged.session} is not the one that the log names.`,
    remedy: 'Record nothing for it, and tell a witness of this log.',
  });
}

/** The keeper's own answer suffices; the vault need not be up. */
function verifyOwnHead(logged: LoggedKey, trust: LogTrust): LogEntry {
  const { size, root } = verifyCheckpoint(logged.checkpoint, trust);
  verifyInclusion({
    index: logged.index,
    size,
    leafHash: leafHash(logged.entry),
    root,
    proof: logged.proof.map((hash) => base64.decode(hash)),
  });
  return bytesToEntry(logged.entry);
}

async function readWitnessed(
  read: ReadResource,
  index: number,
  trust: LogTrust,
): Promise<LogEntry> {
  for (let waitedMs = 0; ; waitedMs += witnessPollMs) {
    try {
      return (await readProvedEntry(read, index, trust)).entry;
    } catch (error) {
      const early = error instanceof TlogError && error.code === 'notWitnessed';
      if (!early || waitedMs >= witnessLimitMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, witnessPollMs));
    }
  }
}
