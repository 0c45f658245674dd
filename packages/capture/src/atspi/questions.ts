/**
 * Questions to what is on a D-Bus → their bytes.
 *
 * To encode one costs more than all else that is done about it, and most are asked again and
 * again: so the library encodes each once, and each time it gets a serial number of its own
 * (D-Bus specification, "Message Format").
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

const serialAt = 8;
/** Of some 200 bytes each. */
const encodedAtMost = 10_000;

/** @returns the question's bytes under that serial number, for who sends it to keep */
export function createEncoder(): (question: Question, serial: number) => Buffer {
  const encoded = new Map<string, Buffer>();
  const encode = (question: Question): Buffer => {
    const { to, interface: of, member, signature = '', body } = question;
    const asked = `${to.name}${to.path} ${of} ${member} ${signature}`;
    const key = body === undefined ? asked : `${asked} ${JSON.stringify(body)}`;
    const known = encoded.get(key);
    if (known !== undefined) return known;
    if (encoded.size >= encodedAtMost) encoded.clear();
    const bytes = questionToBytes(question);
    encoded.set(key, bytes);
    return bytes;
  };
  return (question, serial) => {
    const bytes = Buffer.from(encode(question));
    bytes.writeUInt32LE(serial, serialAt);
    return bytes;
  };
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

/** With a serial number that is to be replaced. */
function questionToBytes(question: Question): Buffer {
  const { to, interface: of, member, signature = '', body = [] } = question;
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
  return bytes;
}
