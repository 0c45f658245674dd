/**
 * A connection to a D-Bus daemon: questions, answers that come in time or not at all, and signals.
 *
 * The library brings the handshake and the encoding; the stream is read here (message.ts), as
 * it comes, so that what was told before an answer is known before that answer is.
 */
import handshake from 'dbus-next/lib/handshake.js';
import { connect, type Socket } from 'node:net';
import { CaptureError } from '../error.ts';
import { createMessageStream, type BusMessage } from './message.ts';
import { createEncoder, refusalToBytes, type Question } from './questions.ts';
import { MalformedMessage } from './signature.ts';

export interface OpenBus {
  /** The body of the answer. @throws Unanswered; or where the object is gone or has no such method */
  ask(question: Question, timeoutMs: number): Promise<readonly unknown[]>;
  onSignal(listener: (signal: BusMessage) => void): void;
  /** Each time before what has come is read: what comes while it is dealt with, is not heard yet. */
  onHeard(listener: () => void): void;
  /**
   * Resolves once nothing is told any more, with why, in words without anything that was told;
   * from then on every question fails.
   */
  readonly lost: Promise<string>;
  close(): void;
}

interface Waiting {
  readonly timer: NodeJS.Timeout;
  resolve(answer: BusMessage): void;
  reject(error: Error): void;
}

/** The daemon itself, as it answers on its own bus. */
export const daemon = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };

const openTimeoutMs = 20_000;
const serialsAtMost = 2 ** 32;
/** A bus that hangs takes nothing from us any more, and is left. */
const closeWithinMs = 1000;

/** @throws CaptureError accessibilityAbsent */
export async function openBus(address: string): Promise<OpenBus> {
  const bus = speak(await connectToFirst(address));
  try {
    await bus.ask({ to: daemon, interface: daemon.name, member: 'Hello' }, openTimeoutMs);
    return bus;
  } catch (cause) {
    bus.close();
    throw absent(cause);
  }
}

/** Of several ways the first that leads there. @throws CaptureError accessibilityAbsent */
async function connectToFirst(address: string): Promise<Socket> {
  let cause: unknown = new Error('The address of the bus names no socket of this machine.');
  for (const way of address.split(';')) {
    try {
      const path = wayToPath(way);
      if (path !== null) return await connectTo(path);
    } catch (error) {
      cause = error;
    }
  }
  throw absent(cause);
}

/** @throws where the daemon is not there, or does not take us */
function connectTo(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const fail = (cause: unknown): void => {
      socket.destroy();
      reject(cause instanceof Error ? cause : new Error('The bus refused the connection.'));
    };
    const giveUp = (): void => fail(null);
    socket.once('error', fail);
    socket.once('close', fail);
    socket.setTimeout(openTimeoutMs, giveUp);
    socket.once('connect', () => {
      handshake(socket, { authMethods: ['EXTERNAL'] }, (error) => {
        socket.setTimeout(0, giveUp);
        if (error !== null) fail(error);
        // The library takes its own reader off behind this call.
        else process.nextTick(resolve, socket);
      });
    });
  });
}

/**
 * "unix:path=/run/bus,guid=1" → "/run/bus"; null of what is no socket of this machine.
 * @throws URIError where it is written wrongly
 */
function wayToPath(way: string): string | null {
  const [, kind, path] = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(way) ?? [];
  return path === undefined ? null : (kind === 'abstract' ? '\0' : '') + decodeURIComponent(path);
}

function speak(socket: Socket): OpenBus {
  const listeners = new Set<(signal: BusMessage) => void>();
  const hearers = new Set<() => void>();
  const waiting = new Map<number, Waiting>();
  const encode = createEncoder();
  let serial = 0;
  let outgoing: Buffer[] = [];
  let isLost = false;

  const { promise: lost, resolve } = Promise.withResolvers<string>();
  const end = (why: string): void => {
    if (isLost) return;
    isLost = true;
    for (const asked of waiting.values()) {
      clearTimeout(asked.timer);
      asked.reject(new Unanswered('The accessibility bus is gone.'));
    }
    waiting.clear();
    resolve(why);
  };
  // Its end is read some turns before it is closed; a key must not be decided in between.
  socket.once('end', () => end('It ended the connection.'));
  socket.once('close', () => end('The connection broke.'));
  // Told as its end.
  socket.on('error', () => undefined);

  const nextSerial = (): number => {
    serial = (serial % (serialsAtMost - 1)) + 1;
    return serial;
  };
  const onMessage = (message: BusMessage): void => {
    if (message.kind === 'signal') {
      for (const listener of listeners) listener(message);
      return;
    }
    if (message.kind === 'call') {
      if (!message.wantsNone)
        send(refusalToBytes(message.text('sender'), message.serial, nextSerial()));
      return;
    }
    const asked = waiting.get(message.replySerial);
    if (asked === undefined) return;
    waiting.delete(message.replySerial);
    clearTimeout(asked.timer);
    asked.resolve(message);
  };
  const read = createMessageStream(onMessage);
  socket.on('data', (bytes: Buffer) => {
    if (isLost) return;
    try {
      for (const hear of hearers) hear();
      read(bytes);
    } catch (error) {
      // What cannot be read could be anything: so nobody knows anything any more.
      end(errorToWhy(error));
      socket.destroy();
    }
  });

  // Those of one turn of the event loop go out together, in one piece.
  const send = (bytes: Buffer): void => {
    outgoing.push(bytes);
    if (outgoing.length > 1) return;
    process.nextTick(() => {
      const together = Buffer.concat(outgoing);
      outgoing = [];
      socket.write(together);
    });
  };

  const ask = (question: Question, timeoutMs: number): Promise<BusMessage> =>
    new Promise((resolve, reject) => {
      if (isLost) throw new Unanswered('The accessibility bus is gone.');
      const mine = nextSerial();
      const bytes = encode(question, mine);
      const giveUp = (): void => {
        if (waiting.delete(mine)) reject(new Unanswered('An app did not answer on the bus.'));
      };
      // Where it was us who slept, the answer has come: what can be read is read first.
      const timer = setTimeout(() => setImmediate(giveUp), timeoutMs);
      waiting.set(mine, { timer, resolve, reject });
      send(bytes);
    });

  return {
    ask: async (question, timeoutMs) => {
      const answer = await ask(question, timeoutMs);
      if (answer.kind !== 'answer')
        throw new Error(`The bus answered ${answer.text('errorName')}.`);
      try {
        return answer.body();
      } catch {
        // Of an object that is gone it would have been said: nobody knows what this one is.
        throw new Unanswered('An app answered on the bus what cannot be read.');
      }
    },
    onSignal: (listener) => listeners.add(listener),
    onHeard: (listener) => hearers.add(listener),
    lost,
    close: () => {
      end('We closed it.');
      socket.end();
      const timer = setTimeout(() => socket.destroy(), closeWithinMs).unref();
      socket.once('close', () => clearTimeout(timer));
    },
  };
}

/** The text of an error of ours may quote what was told: so only what kind it is, and where it arose. */
function errorToWhy(error: unknown): string {
  if (error instanceof MalformedMessage) return `What it sent cannot be read. ${error.message}`;
  if (!(error instanceof Error)) return 'The recorder failed at what it told.';
  const place = /\n\s+at [^\n]*?([\w.-]+\.[jt]s:\d+:\d+)/.exec(error.stack ?? '')?.[1];
  return `The recorder failed at what it told: ${error.name}${place === undefined ? '' : ` at ${place}`}.`;
}

/** Nobody answered in time, or nobody can any more. Of an object that is gone it would have been said. */
export class Unanswered extends Error {}

export function absent(cause?: unknown): CaptureError {
  return new CaptureError({
    code: 'accessibilityAbsent',
    message: 'This desktop has no accessibility bus, so no field can be known to be safe.',
    remedy:
      'Install at-spi2-core, log in again, and turn accessibility on, or record the tier "motion".',
    cause,
  });
}
