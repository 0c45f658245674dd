/**
 * A witness (C2SP tlog-witness): cosigns the newest head of each log that it
 * knows, and only if that head extends the last one that it cosigned. It
 * keeps a few hundred bytes, and so refuses every fork and every rollback.
 *
 * Attacker-controlled: the request. State is durable before a cosignature leaves.
 */
import type { Clock } from '@understudy/base';
import { base64ToBytes, bytesToBase64 } from './bytes.ts';
import {
  cosign,
  verifyCheckpoint,
  type Checkpoint,
  type VerifiedCheckpoint,
} from './checkpoint.ts';
import { TlogError } from './error.ts';
import { hashesEqual, hashSizeBytes, type Hash } from './hash.ts';
import {
  noteToText,
  parseNote,
  type NoteSignature,
  type NoteSigner,
  type NoteVerifier,
} from './note.ts';
import { verifyConsistency } from './verify-proof.ts';

/** The last head that the witness cosigned, by origin. */
export interface WitnessState {
  read(origin: string): Promise<Checkpoint | null>;
  /** Durable when it returns. */
  write(checkpoint: Checkpoint): Promise<void>;
}

/** An HTTP answer, as C2SP tlog-witness gives it. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  readonly body: string;
}

export interface Witness {
  readonly verifier: NoteVerifier;
  /** The body of `POST /add-checkpoint`. */
  addCheckpoint(body: string): Promise<WitnessAnswer>;
}

const proofMaxLines = 63;

export function createWitness(parts: {
  /** With a key of type 0x04 that is used for nothing else. */
  readonly signer: NoteSigner;
  readonly logs: readonly NoteVerifier[];
  readonly state: WitnessState;
  readonly clock: Clock;
}): Witness {
  const { signer, logs, state, clock } = parts;
  // One request at a time: the check of the old size and its update must not interleave.
  let turn: Promise<unknown> = Promise.resolve();

  const judge = async (body: string): Promise<WitnessAnswer> => {
    const request = parseAddCheckpoint(body);
    if (request === null) return plain(400, 'That is no add-checkpoint request.');
    const log = logs.find(({ name }) => name === request.origin);
    if (log === undefined) return plain(404, 'This witness does not know that log.');
    const checkpoint = verifyOrNull(request.note, log);
    if (checkpoint === null) return plain(403, 'The log’s signature is not good.');
    if (request.oldSize > checkpoint.size) return plain(400, 'The old size is above the new one.');
    const last = await state.read(log.name);
    const lastSize = last?.size ?? 0;
    if (request.oldSize !== lastSize) return conflict(lastSize);
    if (!extendsLast(last, checkpoint, request.proof)) {
      return checkpoint.size === lastSize
        ? conflict(lastSize)
        : plain(422, 'The proof does not show that the log only grew.');
    }
    const { origin, size, root } = checkpoint;
    await state.write({ origin, size, root });
    return plain(200, cosign(checkpoint.note.text, signer, clock));
  };

  return {
    verifier: signer.verifier,
    addCheckpoint: (body) => {
      const answer = turn.then(() => judge(body));
      turn = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** The body of an add-checkpoint request. */
export function addCheckpointToBody(
  oldSize: number,
  proof: readonly Hash[],
  checkpoint: string,
): string {
  const lines = proof.map((hash) => `${bytesToBase64(hash)}\n`);
  return `old ${oldSize}\n${lines.join('')}\n${checkpoint}`;
}

/** A checkpoint note with a witness's signature lines, in the place of older ones of the same key. */
export function withSignatureLines(note: string, lines: string): string {
  const { text, signatures } = parseNote(note);
  const added = parseNote(`x\n\n${lines}`).signatures;
  const isOld = ({ name, keyId }: NoteSignature): boolean =>
    added.some((line) => line.name === name && line.keyId === keyId);
  return noteToText({ text, signatures: [...signatures.filter((one) => !isOld(one)), ...added] });
}

interface AddCheckpointRequest {
  readonly oldSize: number;
  readonly proof: readonly Hash[];
  readonly note: string;
  readonly origin: string;
}

function parseAddCheckpoint(body: string): AddCheckpointRequest | null {
  const split = body.indexOf('\n\n');
  const [oldLine = '', ...proofLines] = body.slice(0, Math.max(split, 0)).split('\n');
  const match = /^old (0|[1-9][0-9]{0,15})$/.exec(oldLine);
  const proof = proofLines.flatMap((line) => base64ToBytes(line) ?? []);
  const wellFormed =
    match !== null &&
    proofLines.length <= proofMaxLines &&
    proof.length === proofLines.length &&
    proof.every(({ length }) => length === hashSizeBytes);
  if (!wellFormed) return null;
  const note = body.slice(split + 2);
  const origin = note.slice(0, Math.max(note.indexOf('\n'), 0));
  return { oldSize: Number(match[1]), proof, note, origin };
}

function verifyOrNull(note: string, log: NoteVerifier): VerifiedCheckpoint | null {
  try {
    return verifyCheckpoint(note, { log, witnesses: [] });
  } catch (cause) {
    if (cause instanceof TlogError) return null;
    throw cause;
  }
}

function extendsLast(last: Checkpoint | null, next: Checkpoint, proof: readonly Hash[]): boolean {
  if (last === null || last.size === 0) return proof.length === 0;
  if (last.size === next.size) return proof.length === 0 && hashesEqual(last.root, next.root);
  try {
    verifyConsistency({
      fromSize: last.size,
      toSize: next.size,
      fromRoot: last.root,
      toRoot: next.root,
      proof,
    });
    return true;
  } catch (cause) {
    if (cause instanceof TlogError) return false;
    throw cause;
  }
}

function plain(status: Exclude<WitnessAnswer['status'], 409>, body: string): WitnessAnswer {
  const text = status === 200 ? body : `${body}\n`;
  return { status, contentType: 'text/plain; charset=utf-8', body: text };
}

function conflict(size: number): WitnessAnswer {
  return { status: 409, contentType: 'text/x.tlog.size', body: `${size}\n` };
}
