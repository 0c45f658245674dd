/**
 * Questions on a D-Bus connection → their answers.
 *
 * To encode a question costs more than all the rest of it, and most are asked again and
 * again. So the library encodes each once, and it is sent with a serial number of its own
 * each time (D-Bus specification, "Message Format"); those of one turn of the event loop
 * go out together.
 */
import { Message, MessageType } from 'dbus-next';
import { marshallMessage } from 'dbus-next/lib/marshall-compat.js';
import type { OpenBus } from './dbus.ts';

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

/** The body of the answer. @throws Unanswered; or where the object is gone or has no such method */
export type Ask = (question: Question, timeoutMs: number) => Promise<readonly unknown[]>;

interface Waiting {
  readonly timer: NodeJS.Timeout;
  resolve(body: readonly unknown[]): void;
  reject(error: Error): void;
}

const serialAt = 8;
const encodedAtMost = 10_000;

export function createAsk({ bus, socket }: OpenBus): Ask {
  const encoded = new Map<string, Buffer>();
  const waiting = new Map<number, Waiting>();
  let outgoing: Buffer[] = [];

  const encode = (question: Question): Buffer => {
    const { to, interface: of, member, body = [] } = question;
    const key = [to.name, to.path, of, member, JSON.stringify(body)].join(' ');
    const known = encoded.get(key);
    if (known !== undefined) return known;
    if (encoded.size >= encodedAtMost) encoded.clear();
    const bytes = questionToBytes(question);
    encoded.set(key, bytes);
    return bytes;
  };
  const send = (bytes: Buffer): void => {
    outgoing.push(bytes);
    if (outgoing.length > 1) return;
    process.nextTick(() => {
      const together = Buffer.concat(outgoing);
      outgoing = [];
      socket.write(together);
    });
  };
  bus.on('message', ({ type, replySerial, errorName, body }: Message) => {
    const serial = Number(replySerial);
    const asked = waiting.get(serial);
    if (asked === undefined) return;
    waiting.delete(serial);
    clearTimeout(asked.timer);
    if (type === MessageType.METHOD_RETURN) asked.resolve(body);
    else asked.reject(new Error(`The accessibility bus answered ${errorName}.`));
  });

  return (question, timeoutMs) =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) throw new Unanswered('The bus is gone.');
      const serial = bus.newSerial();
      const bytes = withSerial(encode(question), serial);
      const giveUp = (): void => {
        if (waiting.delete(serial)) reject(new Unanswered('An app did not answer on the bus.'));
      };
      // Where it was us who slept, the answer has come: what can be read is read first.
      const timer = setTimeout(() => setImmediate(giveUp), timeoutMs);
      waiting.set(serial, { timer, resolve, reject });
      send(bytes);
    });
}

/** With a serial number that is to be replaced. */
export function questionToBytes(question: Question): Buffer {
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

/** A copy of a message, to be sent under this number. */
export function withSerial(message: Buffer, serial: number): Buffer {
  const bytes = Buffer.from(message);
  bytes.writeUInt32LE(serial, serialAt);
  return bytes;
}

/** Nobody answered in time, or nobody can any more. Of an object that is gone it would have been said. */
export class Unanswered extends Error {}
