/**
 * C2SP signed-note: a text, an empty line, and signature lines
 * `— <name> base64(key id || signature)`. Ed25519 keys: type 0x01 signs the
 * text itself (logs), type 0x04 a timestamped cosignature (witnesses).
 *
 * Attacker-controlled: the whole note. Base64 must be in its one canonical form.
 */
import { Secret, revealSecret, type Random } from '@understudy/base';
import { seedToPublicKey, signEd25519, verifyEd25519 } from '#crypto';
import {
  base64ToBytes,
  bytesToBase64,
  bytesToHex,
  bytesToText,
  concatBytes,
  hexToBytes,
  textToBytes,
} from './bytes.ts';
import { TlogError } from './error.ts';
import { sha256 } from './hash.ts';

export const ed25519KeyType = 0x01;
export const cosignatureKeyType = 0x04;
export type NoteKeyType = typeof ed25519KeyType | typeof cosignatureKeyType;

/** A verifier key: who may sign, under which name. */
export interface NoteVerifier {
  readonly name: string;
  readonly type: NoteKeyType;
  /** 8 hex digits. */
  readonly keyId: string;
  /** 32 bytes, raw. */
  readonly publicKey: Uint8Array;
  /** `<name>+<hex id>+<base64>`, as it is passed around. */
  readonly text: string;
}

export interface NoteSigner {
  readonly verifier: NoteVerifier;
  sign(message: Uint8Array): Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface Note {
  /** With its final newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const dash = '—';
const noteMaxBytes = 1_000_000;

/** @throws TlogError badKey */
export function parseVerifier(text: string): NoteVerifier {
  const [name = '', keyId = '', ...rest] = text.split('+');
  const material = base64ToBytes(rest.join('+'));
  const type = material?.[0];
  if (
    material === null ||
    !isName(name) ||
    material.length !== 33 ||
    (type !== ed25519KeyType && type !== cosignatureKeyType) ||
    keyIdOf(name, material) !== keyId
  ) {
    throw badKey();
  }
  return { name, type, keyId, text, publicKey: material.subarray(1) };
}

/** A new signing key, as the text that C2SP's tools read: `PRIVATE+KEY+<name>+<id>+<base64>`. */
export function generateNoteKey(name: string, type: NoteKeyType, random: Random): Secret<string> {
  if (!isName(name)) throw badKey();
  const seed = random.bytes(32);
  const keyId = keyIdOf(name, concatBytes(Uint8Array.of(type), seedToPublicKey(seed)));
  const material = bytesToBase64(concatBytes(Uint8Array.of(type), seed));
  return new Secret(`PRIVATE+KEY+${name}+${keyId}+${material}`);
}

/** @throws TlogError badKey; the key itself is not repeated */
export function createNoteSigner(stored: Secret<string>): NoteSigner {
  // Leaves the Secret only to become a key object.
  const [word, kind, name = '', keyId = '', ...rest] = revealSecret(stored).split('+');
  const material = base64ToBytes(rest.join('+'));
  const type = material?.[0];
  if (
    word !== 'PRIVATE' ||
    kind !== 'KEY' ||
    material === null ||
    material.length !== 33 ||
    (type !== ed25519KeyType && type !== cosignatureKeyType)
  ) {
    throw badKey();
  }
  const seed = material.subarray(1);
  const publicMaterial = concatBytes(Uint8Array.of(type), seedToPublicKey(seed));
  const verifier = parseVerifier(`${name}+${keyId}+${bytesToBase64(publicMaterial)}`);
  return { verifier, sign: (message) => signEd25519(seed, message) };
}

/** @throws TlogError badNote */
export function parseNote(bytes: Uint8Array | string): Note {
  let all: string;
  try {
    all = typeof bytes === 'string' ? bytes : bytesToText(bytes);
  } catch (cause) {
    throw badNote(cause);
  }
  const split = all.lastIndexOf('\n\n');
  if (split === -1 || all.length > noteMaxBytes || !all.endsWith('\n')) throw badNote();
  const text = all.slice(0, split + 1);
  const lines = all.slice(split + 2, -1).split('\n');
  if (hasControl(text)) throw badNote();
  return { text, signatures: lines.map(parseSignatureLine) };
}

export function signatureToLine({ name, keyId, signature }: NoteSignature): string {
  const payload = concatBytes(hexToBytes(keyId), signature);
  return `${dash} ${name} ${bytesToBase64(payload)}\n`;
}

export function noteToText(note: Note): string {
  return `${note.text}\n${note.signatures.map(signatureToLine).join('')}`;
}

function parseSignatureLine(line: string): NoteSignature {
  const [mark, name = '', base64 = '', ...rest] = line.split(' ');
  const payload = base64ToBytes(base64);
  if (mark !== dash || rest.length > 0 || !isName(name) || payload === null || payload.length < 5) {
    throw badNote();
  }
  return {
    name,
    keyId: bytesToHex(payload.subarray(0, 4)),
    signature: payload.subarray(4),
  };
}

export function signedBy(signature: NoteSignature, verifier: NoteVerifier): boolean {
  return signature.name === verifier.name && signature.keyId === verifier.keyId;
}

export function verifyBy(
  verifier: NoteVerifier,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verifyEd25519(verifier.publicKey, message, signature);
}

function keyIdOf(name: string, material: Uint8Array): string {
  const digest = sha256(concatBytes(textToBytes(`${name}\n`), material));
  return bytesToHex(digest.subarray(0, 4));
}

function isName(name: string): boolean {
  return name.length > 0 && name.length <= 200 && !/[\s+]/u.test(name) && !hasControl(name);
}

function hasControl(text: string): boolean {
  // C2SP signed-note: no ASCII control character but the newline.
  return text.split('').some((unit) => unit < ' ' && unit !== '\n');
}

function badKey(): TlogError {
  return new TlogError({
    code: 'badKey',
    message: 'That is not an Ed25519 key of a signed note.',
    remedy: 'Give it as "<name>+<8 hex digits>+<base64>", as the log or witness printed it.',
  });
}

function badNote(cause?: unknown): TlogError {
  return new TlogError({
    code: 'badNote',
    message: 'That is not a signed note.',
    remedy: 'Fetch it again; if it stays so, the log was damaged.',
    ...(cause === undefined ? {} : { cause }),
  });
}
