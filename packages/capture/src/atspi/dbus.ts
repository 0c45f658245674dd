/** A connection to a D-Bus daemon, and answers that come in time or not at all. */
import { sessionBus, type MessageBus } from 'dbus-next';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { CaptureError } from '../error.ts';

interface OpenBus {
  readonly bus: MessageBus;
  readonly socket: Socket;
}

/** @throws CaptureError accessibilityAbsent */
export function openBus(address: string): Promise<OpenBus> {
  let socket: Socket | null = null;
  // The library gives no way to its socket, which it opens before it returns.
  const onSocket = (message: unknown): void => {
    if (typeof message !== 'object' || message === null || !('socket' in message)) return;
    if (message.socket instanceof Socket) socket = endAtHalfMessage(message.socket);
  };
  subscribe('net.client.socket', onSocket);
  return new Promise<OpenBus>((resolve, reject) => {
    try {
      const bus = sessionBus({ busAddress: toNodeAddress(address) });
      bus.on('connect', () => {
        if (socket === null) reject(absent());
        else resolve({ bus, socket });
      });
      bus.on('error', (cause: unknown) => reject(absent(cause)));
    } catch (cause) {
      reject(absent(cause));
    } finally {
      unsubscribe('net.client.socket', onSocket);
    }
  });
}

/**
 * "unix:path=/run/bus,guid=1" → "unix:socket=/run/bus,guid=1". By `path` and `abstract` the library
 * takes a native module of its own where one could be compiled; by `socket` always one of Node's.
 */
function toNodeAddress(address: string): string {
  return address.replaceAll(/\bpath=/g, 'socket=').replaceAll(/\babstract=/g, 'socket=\0');
}

/**
 * A daemon that is killed may leave half a message behind. The library would take it for a
 * whole one; and as nobody reads to the end then, the socket would never close.
 */
function endAtHalfMessage(socket: Socket): Socket {
  const read = socket.read.bind(socket);
  socket.read = (sizeBytes?: number): unknown => {
    const bytes: unknown = read(sizeBytes);
    // Node hands out less than was asked for only where no more will come.
    const isHalf = bytes instanceof Buffer && sizeBytes !== undefined && bytes.length < sizeBytes;
    if (!isHalf) return bytes;
    socket.destroy();
    return null;
  };
  return socket;
}

/** @throws Unanswered */
export function withTimeout<Value>(asked: Promise<Value>, timeoutMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    // Where it was us who slept, the answer has come: what can be read is read first.
    const timer = setTimeout(() => setImmediate(() => reject(new Unanswered())), timeoutMs);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** An app did not answer in time. Of an object that is gone it would have said so. */
export class Unanswered extends Error {
  constructor() {
    super('An app did not answer on the accessibility bus.');
  }
}

export function absent(cause?: unknown): CaptureError {
  return new CaptureError({
    code: 'accessibilityAbsent',
    message: 'This desktop has no accessibility bus, so no field can be known to be safe.',
    remedy:
      'Install at-spi2-core, log in again, and turn accessibility on, or record the tier "motion".',
    cause,
  });
}
