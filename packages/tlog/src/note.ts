/**
 * C2SP signed-note: a text, an empty line, and signature lines
 * `— <name> base64(key id || signature)`. Ed25519 keys: type 0x01 signs the
 * text itself (logs), type 0x04 a timestamped cosignature (witnesses).
 *
 * Attacker-controlled: the whole note. Base64 must be in its one canonical form.
 */
import { Secret, revealSecret, type Random } from '@understudy/base';
import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
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
  readonly publicKey: KeyObject;
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
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const noteMaxBytes = 1_000_000;

/** @throws TlogError badKey */
export function parseVerifier(text: string): NoteVerifier {
  const [name = '', keyId = '', ...rest] = text.split('+');
  const material = decodeBase64(rest.join('+'));
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
  return { name, type, keyId, text, publicKey: rawToPublicKey(material.subarray(1)) };
}

/** A new signing key, as the text that C2SP's tools read: `PRIVATE+KEY+<name>+<id>+<base64>`. */
export function generateNoteKey(name: string, type: NoteKeyType, random: Random): Secret<string> {
  if (!isName(name)) throw badKey();
  const seed = random.bytes(32);
  const publicKey = publicKeyToRaw(createPublicKey(rawToPrivateKey(seed)));
  const keyId = keyIdOf(name, Buffer.concat([Uint8Array.of(type), publicKey]));
  const material = Buffer.concat([Uint8Array.of(type), seed]).toString('base64');
  return new Secret(`PRIVATE+KEY+${name}+${keyId}+${material}`);
}

/** @throws TlogError badKey; the key itself is not repeated */
export function createNoteSigner(stored: Secret<string>): NoteSigner {
  // Leaves the Secret only to become a key object.
  const [word, kind, name = '', keyId = '', ...rest] = revealSecret(stored).split('+');
  const material = decodeBase64(rest.join('+'));
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
  const privateKey = rawToPrivateKey(material.subarray(1));
  const publicMaterial = Buffer.concat([
    Uint8Array.of(type),
    publicKeyToRaw(createPublicKey(privateKey)),
  ]);
  const verifier = parseVerifier(`${name}+${keyId}+${publicMaterial.toString('base64')}`);
  return { verifier, sign: (message) => sign(null, message, privateKey) };
}

/** @throws TlogError badNote */
export function parseNote(bytes: Uint8Array | string): Note {
  let all: string;
  try {
    const raw = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    all = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
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
  const payload = Buffer.concat([Buffer.from(keyId, 'hex'), signature]);
  return `${dash} ${name} ${payload.toString('base64')}\n`;
}

export function noteToText(note: Note): string {
  return `${note.text}\n${note.signatures.map(signatureToLine).join('')}`;
}

/** @throws TlogError badNote */
export function parseSignatureLine(line: string): NoteSignature {
  const [mark, name = '', base64 = '', ...rest] = line.split(' ');
  const payload = decodeBase64(base64);
  if (mark !== dash || rest.length > 0 || !isName(name) || payload === null || payload.length < 5) {
    throw badNote();
  }
  return {
    name,
    keyId: payload.subarray(0, 4).toString('hex'),
    signature: payload.subarray(4),
  };
}

export function signedBy(signature: NoteSignature, verifier: NoteVerifier): boolean {
  return signature.name === verifier.name && signature.keyId === verifier.keyId;
}

export function verifyEd25519(
  message: Uint8Array,
  signature: Uint8Array,
  verifier: NoteVerifier,
): boolean {
  return signature.length === 64 && verify(null, message, verifier.publicKey, signature);
}

function keyIdOf(name: string, material: Uint8Array): string {
  return Buffer.from(sha256(Buffer.concat([Buffer.from(`${name}\n`), material])))
    .subarray(0, 4)
    .toString('hex');
}

function isName(name: string): boolean {
  return name.length > 0 && name.length <= 200 && !/[\s+]/u.test(name) && !hasControl(name);
}

function hasControl(text: string): boolean {
  // C2SP signed-note: no ASCII control character but the newline.
  return text.split('').some((unit) => unit < ' ' && unit !== '\n');
}

function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text && text !== '' ? bytes : null;
}

function rawToPublicKey(raw: Uint8Array): KeyObject {
  return createPublicKey({
    key: Buffer.concat([spkiPrefix, raw]),
    format: 'der',
    type: 'spki',
  });
}

function publicKeyToRaw(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length);
}

function rawToPrivateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  });
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
