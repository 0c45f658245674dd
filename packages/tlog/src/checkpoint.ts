/**
 * C2SP tlog-checkpoint: the signed head of a log (origin, size, root), and
 * C2SP tlog-cosignature v1: a witness's word that it saw this head, at a time,
 * as the largest and consistent with all before it.
 */
import type { Clock } from '@understudy/base';
import { Buffer } from 'node:buffer';
import { TlogError } from './error.ts';
import { hashSizeBytes, type Hash } from './hash.ts';
import {
  cosignatureKeyType,
  ed25519KeyType,
  noteToText,
  parseNote,
  signatureToLine,
  signedBy,
  verifyEd25519,
  type Note,
  type NoteSigner,
  type NoteVerifier,
} from './note.ts';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

export interface Cosignature {
  readonly witness: string;
  readonly timestampSeconds: number;
}

export interface VerifiedCheckpoint extends Checkpoint {
  readonly note: Note;
  readonly cosignatures: readonly Cosignature[];
  /** Names on signature lines of keys that we do not know. */
  readonly unknown: readonly string[];
}

/** Whose signatures a reader believes, and how many witnesses it wants. */
export interface LogTrust {
  readonly log: NoteVerifier;
  readonly witnesses: readonly NoteVerifier[];
  /** At least this many different witnesses must have cosigned; default 0. */
  readonly quorum?: number;
}

/** @throws TlogError badCheckpoint */
export function parseCheckpointText(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin = '', sizeText = '', rootText = ''] = lines;
  const root = Buffer.from(rootText, 'base64');
  const size = Number(sizeText);
  if (
    lines.length < 4 ||
    lines.at(-1) !== '' ||
    lines.slice(0, -1).includes('') ||
    !/^(0|[1-9][0-9]*)$/.test(sizeText) ||
    !Number.isSafeInteger(size) ||
    root.length !== hashSizeBytes ||
    root.toString('base64') !== rootText
  ) {
    throw new TlogError({
      code: 'badCheckpoint',
      message: 'That is not a checkpoint.',
      remedy: 'Fetch it again; if it stays so, the log was damaged.',
    });
  }
  return { origin, size, root: Uint8Array.from(root) };
}

export function checkpointToText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** The note of a checkpoint, signed by the log. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  const text = checkpointToText(checkpoint);
  const { name, keyId } = signer.verifier;
  return noteToText({
    text,
    signatures: [{ name, keyId, signature: signer.sign(Buffer.from(text)) }],
  });
}

/**
 * Checks the log's signature and every cosignature by a known witness.
 * A line that names a known key and does not verify is an error, not a stranger.
 * @throws TlogError badNote, badCheckpoint, otherOrigin, badSignature, notWitnessed
 */
export function verifyCheckpoint(bytes: Uint8Array | string, trust: LogTrust): VerifiedCheckpoint {
  const note = parseNote(bytes);
  const checkpoint = parseCheckpointText(note.text);
  if (checkpoint.origin !== trust.log.name) {
    throw refusal('otherOrigin', 'The checkpoint is of another log.');
  }
  const text = Buffer.from(note.text);
  const own = note.signatures.filter((signature) => signedBy(signature, trust.log));
  if (
    trust.log.type !== ed25519KeyType ||
    own.length === 0 ||
    !own.every(({ signature }) => verifyEd25519(text, signature, trust.log))
  ) {
    throw refusal('badSignature', 'The checkpoint does not carry the log’s signature.');
  }
  const cosignatures: Cosignature[] = [];
  const unknown: string[] = [];
  for (const signature of note.signatures) {
    if (own.includes(signature)) continue;
    const witness = trust.witnesses.find((verifier) => signedBy(signature, verifier));
    if (witness === undefined) unknown.push(signature.name);
    else cosignatures.push(verifyCosignature(note.text, signature.signature, witness));
  }
  const distinct = new Set(cosignatures.map(({ witness }) => witness)).size;
  if (distinct < (trust.quorum ?? 0)) {
    throw refusal('notWitnessed', 'The checkpoint is not cosigned by enough witnesses.');
  }
  return { ...checkpoint, note, cosignatures, unknown };
}

/** A witness's signature line for the checkpoint text. The caller has checked consistency. */
export function cosign(text: string, signer: NoteSigner, clock: Clock): string {
  const timestampSeconds = Math.floor(clock.nowMs() / 1000);
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(timestampSeconds));
  const { name, keyId } = signer.verifier;
  const signature = signer.sign(cosignedMessage(text, timestampSeconds));
  return signatureToLine({ name, keyId, signature: Buffer.concat([stamp, signature]) });
}

function verifyCosignature(text: string, payload: Uint8Array, witness: NoteVerifier): Cosignature {
  const bytes = Buffer.from(payload);
  const timestamp = bytes.length === 72 ? bytes.readBigUInt64BE() : null;
  const good =
    witness.type === cosignatureKeyType &&
    timestamp !== null &&
    timestamp <= BigInt(Number.MAX_SAFE_INTEGER) &&
    verifyEd25519(cosignedMessage(text, Number(timestamp)), bytes.subarray(8), witness);
  if (!good) throw refusal('badSignature', `The cosignature of ${witness.name} is not good.`);
  return { witness: witness.name, timestampSeconds: Number(timestamp) };
}

function cosignedMessage(text: string, timestampSeconds: number): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${timestampSeconds}\n${text}`);
}

function refusal(
  code: 'otherOrigin' | 'badSignature' | 'notWitnessed',
  message: string,
): TlogError {
  return new TlogError({
    code,
    message,
    remedy: 'Do not trust this log; check its verifier key, and keep the checkpoint as evidence.',
  });
}
