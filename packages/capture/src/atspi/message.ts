/**
 * The bytes of a D-Bus connection → its messages (D-Bus specification, "Type System" and
 * "Message Format").
 *
 * Apps tell hundreds of things a second, most of which nobody waits for: so only the few
 * header fields that are looked at are read, and a body only by who asks for it.
 */
import { MalformedMessage, signatureToTypes, type Type } from './signature.ts';

export interface BusMessage {
  readonly kind: (typeof kinds)[number];
  readonly serial: number;
  /** A call whose caller waits for no answer. */
  readonly wantsNone: boolean;
  /** Of an answer or a refusal: which question it is about. */
  readonly replySerial: number;
  /** '' where the header does not tell it. */
  text(field: TextField): string;
  /** Plain values; a variant as `{ value }`, a dictionary as a record. @throws MalformedMessage */
  body(): readonly unknown[];
}

const textFields = { path: 1, interface: 2, member: 3, errorName: 4, sender: 7, signature: 8 };
type TextField = keyof typeof textFields;

const replySerialField = 5;
const kinds = ['other', 'call', 'answer', 'refusal', 'signal'] as const;
const noReplyExpected = 1;
const fixedBytes = 16;
/** The specification's own limit. */
const messageBytesAtMost = 2 ** 27;
const nestedAtMost = 64;
const littleEndian = 0x6c;

/** @returns what takes the bytes in. @throws MalformedMessage, and whatever `onMessage` throws */
export function createMessageStream(
  onMessage: (message: BusMessage) => void,
): (bytes: Buffer) => void {
  /** The beginning of a message, as it came. */
  let begun: Buffer[] = [];
  let begunBytes = 0;
  let wantedBytes = fixedBytes;
  return (chunk) => {
    begun.push(chunk);
    begunBytes += chunk.length;
    if (begunBytes < wantedBytes) return;
    const bytes = begun.length === 1 ? chunk : Buffer.concat(begun);
    let at = 0;
    for (;;) {
      wantedBytes = lengthOf(bytes, at);
      if (bytes.length - at < wantedBytes) break;
      onMessage(readMessage(bytes.subarray(at, at + wantedBytes)));
      at += wantedBytes;
    }
    begun = at < bytes.length ? [bytes.subarray(at)] : [];
    begunBytes = bytes.length - at;
  };
}

/** Of the message that begins there, or what is needed to tell it. */
function lengthOf(bytes: Buffer, at: number): number {
  if (bytes.length - at < fixedBytes) return fixedBytes;
  const isLittle = bytes[at] === littleEndian;
  const read = (from: number): number =>
    isLittle ? bytes.readUInt32LE(from) : bytes.readUInt32BE(from);
  const length = pad(fixedBytes + read(at + 12), 8) + read(at + 4);
  if (length > messageBytesAtMost) throw new MalformedMessage('A message longer than any may be.');
  return length;
}

function pad(at: number, alignment: number): number {
  return Math.ceil(at / alignment) * alignment;
}

/** A place in the bytes of one message. */
interface Cursor {
  readonly bytes: Buffer;
  readonly isLittle: boolean;
  at: number;
}

function readMessage(bytes: Buffer): BusMessage {
  const isLittle = bytes[0] === littleEndian;
  const cursor: Cursor = { bytes, isLittle, at: 8 };
  const serial = readUint32(cursor);
  const headerEnd = fixedBytes + readUint32(cursor);
  const places: number[] = [];
  let replySerial = 0;
  while (cursor.at < headerEnd) {
    cursor.at = pad(cursor.at, 8);
    const field = readByte(cursor);
    const type = readSignature(cursor);
    places[field] = cursor.at;
    if (field === replySerialField) replySerial = readUint32(cursor);
    // All texts but the signature have their length in four bytes.
    else if (type === 's' || type === 'o') readTextBytes(cursor, readUint32(cursor));
    else if (type === 'g') readTextBytes(cursor, readByte(cursor));
    else for (const each of signatureToTypes(type)) readValue(cursor, each, 0);
  }
  const text = (field: TextField): string => {
    const at = places[textFields[field]];
    if (at === undefined) return '';
    return (field === 'signature' ? readSignature : readString)({ bytes, isLittle, at });
  };
  return {
    kind: kinds[bytes[1] ?? 0] ?? 'other',
    serial,
    wantsNone: ((bytes[2] ?? 0) & noReplyExpected) !== 0,
    replySerial,
    text,
    body: () => {
      const from: Cursor = { bytes, isLittle, at: pad(headerEnd, 8) };
      return signatureToTypes(text('signature')).map((type) => readValue(from, type, 0));
    },
  };
}

/** Goes behind a value of that size, and tells where it stands. */
function take(cursor: Cursor, sizeBytes: number, alignment: number = sizeBytes): number {
  const from = pad(cursor.at, alignment);
  cursor.at = from + sizeBytes;
  if (cursor.at > cursor.bytes.length)
    throw new MalformedMessage('A value that goes beyond the end of its message.');
  return from;
}

function readByte(cursor: Cursor): number {
  return cursor.bytes.readUInt8(take(cursor, 1));
}

function readUint32(cursor: Cursor): number {
  const at = take(cursor, 4);
  return cursor.isLittle ? cursor.bytes.readUInt32LE(at) : cursor.bytes.readUInt32BE(at);
}

/** Text of so many bytes; behind it stands a zero. */
function readTextBytes(cursor: Cursor, sizeBytes: number): number {
  return take(cursor, sizeBytes + 1, 1);
}

function readText(cursor: Cursor, sizeBytes: number): string {
  const from = readTextBytes(cursor, sizeBytes);
  return cursor.bytes.toString('utf8', from, from + sizeBytes);
}

function readString(cursor: Cursor): string {
  return readText(cursor, readUint32(cursor));
}

function readSignature(cursor: Cursor): string {
  return readText(cursor, readByte(cursor));
}

function readValue(cursor: Cursor, type: Type, depth: number): unknown {
  if (depth > nestedAtMost) throw new MalformedMessage('A value nested deeper than any may be.');
  const { bytes, isLittle } = cursor;
  switch (type.code) {
    case 's':
    case 'o':
      return readString(cursor);
    case 'u':
    case 'h':
      return readUint32(cursor);
    case 'i': {
      const at = take(cursor, 4);
      return isLittle ? bytes.readInt32LE(at) : bytes.readInt32BE(at);
    }
    case 'b':
      return readUint32(cursor) !== 0;
    case 'a':
      return readArray(cursor, type.element, depth);
    case '(':
      cursor.at = pad(cursor.at, 8);
      return type.inside.map((each) => readValue(cursor, each, depth + 1));
    case 'v': {
      const [held, more] = signatureToTypes(readSignature(cursor));
      if (held === undefined || more !== undefined)
        throw new MalformedMessage('A variant of other than one value.');
      return { value: readValue(cursor, held, depth + 1) };
    }
    case 'g':
      return readSignature(cursor);
    case 'y':
      return readByte(cursor);
    case 'n': {
      const at = take(cursor, 2);
      return isLittle ? bytes.readInt16LE(at) : bytes.readInt16BE(at);
    }
    case 'q': {
      const at = take(cursor, 2);
      return isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
    }
    case 'x': {
      const at = take(cursor, 8);
      return isLittle ? bytes.readBigInt64LE(at) : bytes.readBigInt64BE(at);
    }
    case 't': {
      const at = take(cursor, 8);
      return isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at);
    }
    case 'd': {
      const at = take(cursor, 8);
      return isLittle ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);
    }
  }
}

const alignedTo8 = new Set(['x', 't', 'd', '(', '{']);

function readArray(
  cursor: Cursor,
  element: Extract<Type, { code: 'a' }>['element'],
  depth: number,
): unknown {
  const sizeBytes = readUint32(cursor);
  const from = take(cursor, sizeBytes, alignedTo8.has(element.code) ? 8 : 1);
  const end = cursor.at;
  cursor.at = from;
  if (element.code === '{') {
    const entries: (readonly [string, unknown])[] = [];
    while (cursor.at < end) {
      cursor.at = pad(cursor.at, 8);
      const key = readValue(cursor, element.key, depth + 1);
      entries.push([String(key), readValue(cursor, element.value, depth + 1)]);
    }
    return Object.fromEntries(entries);
  }
  const values: unknown[] = [];
  while (cursor.at < end) values.push(readValue(cursor, element, depth + 1));
  return values;
}
