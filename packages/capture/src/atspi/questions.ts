/**
 * Questions to what is on a D-Bus → their bytes (D-Bus specification, "Message Format").
 *
 * The library takes longer to encode one than all else that is done about it takes: so of each
 * kind of question it encodes one, and whom it goes to and its serial number are set here.
 */
import { Message, MessageType } from 'dbus-next';
import { marshallMessage } from 'dbus-next/lib/marshall-compat.js';

/** One accessible object: the bus name of its app, and its path there. */
export interface AccessibleRef {
  readonly name: string;
  readonly path: string;
}

export interface Question {
  readonly to: AccessibleRef;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

/** What all questions of a kind have in common, each part of whole eights but for the last. */
interface Kind {
  /** The header up to its fields, without the lengths of both and a serial number. */
  readonly fixed: Buffer;
  readonly interfaceAndMember: Buffer;
  /** Without what fills it up to a whole eight. */
  readonly signature: Buffer;
  readonly body: Buffer;
}

const fixedBytes = 16;
const serialAt = 8;
const fieldsLengthAt = 12;
/** Before the text of a field: its number, its type, its length. */
const beforeTextBytes = 8;
/** Of some 200 bytes each. */
const kindsAtMost = 2_000;
const pathForm = /^\/(?:\w+(?:\/\w+)*)?$/;
const nameForm = /^[\w.:-]+$/;

/** @returns the question's bytes under that serial number, for who sends it to keep */
export function createEncoder(): (question: Question, serial: number) => Buffer {
  const kinds = new Map<string, Kind>();
  const kindOf = (question: Question): Kind => {
    const { interface: of, member, signature = '', body } = question;
    const asked = `${of} ${member} ${signature}`;
    const key = body === undefined ? asked : `${asked} ${JSON.stringify(body)}`;
    const known = kinds.get(key);
    if (known !== undefined) return known;
    if (kinds.size >= kindsAtMost) kinds.clear();
    const kind = questionToKind(question);
    kinds.set(key, kind);
    return kind;
  };
  return (question, serial) => {
    const { name, path } = question.to;
    // The daemon ends the connection of whoever asks at a place that cannot be.
    if (!pathForm.test(path) || !nameForm.test(name))
      throw new Error('An app told of an object whose name cannot be.');
    const { fixed, interfaceAndMember, signature, body } = kindOf(question);
    const namesAt = fixedBytes + pad(textFieldBytes(path));
    const nameAt = namesAt + interfaceAndMember.length;
    const signatureAt = nameAt + pad(textFieldBytes(name));
    const fieldsEnd =
      signature.length === 0 ? nameAt + textFieldBytes(name) : signatureAt + signature.length;
    const bytes = Buffer.allocUnsafe(pad(fieldsEnd) + body.length).fill(0, fixedBytes);
    fixed.copy(bytes);
    bytes.writeUInt32LE(serial, serialAt);
    bytes.writeUInt32LE(fieldsEnd - fixedBytes, fieldsLengthAt);
    writeTextField(bytes, fixedBytes, { number: 1, type: 'o', text: path });
    interfaceAndMember.copy(bytes, namesAt);
    writeTextField(bytes, nameAt, { number: 6, type: 's', text: name });
    signature.copy(bytes, signatureAt);
    body.copy(bytes, pad(fieldsEnd));
    return bytes;
  };
}

function pad(at: number): number {
  return (at + 7) & ~7;
}

function textFieldBytes(text: string): number {
  return beforeTextBytes + text.length + 1;
}

/** Into zeros. */
function writeTextField(
  bytes: Buffer,
  at: number,
  { number, type, text }: { readonly number: number; readonly type: string; readonly text: string },
): void {
  bytes[at] = number;
  bytes[at + 1] = 1;
  bytes.write(type, at + 2, 'latin1');
  bytes.writeUInt32LE(text.length, at + 4);
  bytes.write(text, at + beforeTextBytes, 'latin1');
}

/** What is called at us is not there: nobody is to wait for it. */
export function refusalToBytes(caller: string, callSerial: number, serial: number): Buffer {
  const call = new Message({ path: '/', member: 'Any', sender: caller });
  call.serial = callSerial;
  const refusal = Message.newMethodReturn(call);
  refusal.type = MessageType.ERROR;
  refusal.errorName = 'org.freedesktop.DBus.Error.UnknownMethod';
  refusal.serial = serial;
  const [bytes] = marshallMessage(refusal);
  return bytes;
}

function questionToKind(question: Question): Kind {
  const { interface: of, member, signature = '', body = [] } = question;
  const to = { name: 'a.b', path: '/' };
  const message = new Message({
    destination: to.name,
    path: to.path,
    interface: of,
    member,
    signature,
    body: [...body],
  });
  message.serial = 1;
  const [bytes] = marshallMessage(message);
  const namesAt = fixedBytes + pad(textFieldBytes(to.path));
  const nameAt = namesAt + pad(textFieldBytes(of)) + pad(textFieldBytes(member));
  const fieldsEnd = fixedBytes + bytes.readUInt32LE(fieldsLengthAt);
  return {
    fixed: bytes.subarray(0, fixedBytes),
    interfaceAndMember: bytes.subarray(namesAt, nameAt),
    signature: bytes.subarray(nameAt + pad(textFieldBytes(to.name)), fieldsEnd),
    body: bytes.subarray(pad(fieldsEnd)),
  };
}
