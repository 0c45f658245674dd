/**
 * C2SP tlog-checkpoint: the signed head of a log (origin, size, root), and
 * C2SP tlog-cosignature v1: a witness's word that it saw this head, at a time,
 * as the largest and consistent with all before it.
 */
import type { Clock } from '@understudy/base';
import { base64ToBytes, bytesToBase64, concatBytes, textToBytes } from './bytes.ts';
import { TlogError } from './error.ts';
import { hashSizeBytes, type Hash } from './hash.ts';
import {
  cosignatureKeyType,
  ed25519KeyType,
  noteToText,
  parseNote,
  signatureToLine,
  signedBy,
  verifyBy,
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
  const root = base64ToBytes(rootText);
  const size = Number(sizeText);
  if (
    lines.length < 4 ||
    lines.at(-1) !== '' ||
    lines.slice(0, -1).includes('') ||
    !/^(0|[1-9][0-9]*)$/.test(sizeText) ||
    !Number.isSafeInteger(size) ||
    root?.length !== hashSizeBytes
  ) {
    throw new TlogError({
      code: 'badCheckpoint',
      message: 'That is not a checkpoint.',
      remedy: 'Fetch it again; if it stays so, the log was damaged.',
    });
  }
  return { origin, size, root };
}

export function checkpointToText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${bytesToBase64(root)}\n`;
}

/** The note of a checkpoint, signed by the log. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  const text = checkpointToText(checkpoint);
  const { name, keyId } = signer.verifier;
  return noteToText({
    text,
    signatures: [{ name, keyId, signature: signer.sign(textToBytes(text)) }],
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
  const text = textToBytes(note.text);
  const own = note.signatures.filter((signature) => signedBy(signature, trust.log));
  if (
    trust.log.type !== ed25519KeyType ||
    own.length === 0 ||
    !own.every(({ signature }) => verifyBy(trust.log, text, signature))
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
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(timestampSeconds));
  const { name, keyId } = signer.verifier;
  const signature = signer.sign(cosignedMessage(text, timestampSeconds));
  return signatureToLine({ name, keyId, signature: concatBytes(stamp, signature) });
}

function verifyCosignature(text: string, payload: Uint8Array, witness: NoteVerifier): Cosignature {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const timestamp = payload.length === 72 ? view.getBigUint64(0) : null;
  const good =
    witness.type === cosignatureKeyType &&
    timestamp !== null &&
    timestamp <= BigInt(Number.MAX_SAFE_INTEGER) &&
    verifyBy(witness, cosignedMessage(text, Number(timestamp)), payload.subarray(8));
  if (!good) throw refusal('badSignature', `The cosignature of ${witness.name} is not good.`);
  return { witness: witness.name, timestampSeconds: Number(timestamp) };
}

function cosignedMessage(text: string, timestampSeconds: number): Uint8Array {
  return textToBytes(`cosignature/v1\ntime ${timestampSeconds}\n${text}`);
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
