/** The accessibility bus: calls, signals, and which process is behind a name. */
import { Message, sessionBus, type MessageBus } from 'dbus-next';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { CaptureError } from '../error.ts';

/** One accessible object: the bus name of its app, and its path there. */
export interface AccessibleRef {
  readonly name: string;
  readonly path: string;
}

interface AtspiSignal {
  readonly from: AccessibleRef;
  /** "StateChanged", "ChildrenChanged", … */
  readonly member: string;
  /** The first argument: "focused", "add", "accessible-name", … */
  readonly detail: string;
  readonly value: number;
}

export interface AtspiBus {
  /** The body of the answer. @throws where the object is gone or does not have the method */
  call(request: AtspiRequest): Promise<readonly unknown[]>;
  onSignal(listener: (signal: AtspiSignal) => void): void;
  /** Resolves once nothing is told any more; from then on every call fails. */
  readonly lost: Promise<void>;
  processIdOf(name: string): Promise<number | null>;
  close(): void;
}

interface AtspiRequest {
  readonly to: AccessibleRef;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

export const registry: AccessibleRef = {
  name: 'org.a11y.atspi.Registry',
  path: '/org/a11y/atspi/accessible/root',
};

/** What is registered for, with the names under which it is told; '': whatever the detail. */
const watched: readonly (readonly [event: string, member: string, detail: string])[] = [
  ['object:state-changed:focused', 'StateChanged', 'focused'],
  ['object:state-changed:showing', 'StateChanged', 'showing'],
  ['object:children-changed', 'ChildrenChanged', ''],
  ['object:text-changed', 'TextChanged', ''],
  ['object:bounds-changed', 'BoundsChanged', ''],
  ['object:visible-data-changed', 'VisibleDataChanged', ''],
  ['object:property-change:accessible-name', 'PropertyChange', 'accessible-name'],
  ['object:property-change:accessible-role', 'PropertyChange', 'accessible-role'],
  ['document:load-complete', 'LoadComplete', ''],
];

function isWatched(member: string, detail: string): boolean {
  return watched.some(([, name, of]) => name === member && (of === '' || of === detail));
}

const interfaces = ['org.a11y.atspi.Event.Object', 'org.a11y.atspi.Event.Document'];
const answerTimeoutMs = 1500;
/** The registry is started by the first who asks for it. */
const openTimeoutMs = 20_000;

/** @throws CaptureError accessibilityAbsent */
export async function connectAtspi(address: string): Promise<AtspiBus> {
  if (address === '') throw absent();
  const { bus, socket } = await openBus(address);
  const batch = createBatch(socket);
  const lost = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  let timeoutMs = openTimeoutMs;
  const call = (request: AtspiRequest): Promise<readonly unknown[]> => {
    if (socket.destroyed) return Promise.reject(new Error('The accessibility bus is gone.'));
    batch();
    return withTimeout(
      bus
        .call(
          new Message({
            destination: request.to.name,
            path: request.to.path,
            interface: request.interface,
            member: request.member,
            signature: request.signature ?? '',
            body: [...(request.body ?? [])],
          }),
        )
        .then((answer) => answer?.body ?? []),
      timeoutMs,
    );
  };
  const daemon = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
  const processIds = new Map<string, Promise<number | null>>();

  const listen = async (): Promise<void> => {
    for (const name of interfaces) {
      await call({
        to: daemon,
        interface: 'org.freedesktop.DBus',
        member: 'AddMatch',
        signature: 's',
        body: [`type='signal',interface='${name}'`],
      });
    }
    // Apps emit nothing until somebody has registered for it.
    await Promise.all(
      watched.map(([event]) =>
        call({
          to: { ...registry, path: '/org/a11y/atspi/registry' },
          interface: 'org.a11y.atspi.Registry',
          member: 'RegisterEvent',
          signature: 'sass',
          body: [event, [], ''],
        }),
      ),
    );
  };
  try {
    await listen();
  } catch (cause) {
    bus.disconnect();
    throw absent(cause);
  }
  timeoutMs = answerTimeoutMs;
  return {
    call,
    lost,
    onSignal: (listener) => {
      bus.on('message', (message) => {
        if (!interfaces.includes(message.interface)) return;
        const [first, value] = message.body;
        const detail = typeof first === 'string' ? first : '';
        // Others on the bus registered for more.
        if (!isWatched(message.member, detail)) return;
        listener({
          from: { name: message.sender, path: message.path },
          member: message.member,
          detail,
          value: typeof value === 'number' ? value : 0,
        });
      });
    },
    processIdOf: (name) => {
      const known = processIds.get(name);
      if (known !== undefined) return known;
      const asked = call({
        to: daemon,
        interface: 'org.freedesktop.DBus',
        member: 'GetConnectionUnixProcessID',
        signature: 's',
        body: [name],
      }).then(
        ([processId]) => (typeof processId === 'number' ? processId : null),
        () => {
          // A daemon that was too busy to answer is asked again.
          processIds.delete(name);
          return null;
        },
      );
      processIds.set(name, asked);
      return asked;
    },
    close: () => bus.disconnect(),
  };
}

interface OpenBus {
  readonly bus: MessageBus;
  readonly socket: Socket;
}

function openBus(address: string): Promise<OpenBus> {
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

/** The library writes each message by itself; so those of one turn of the event loop go out together. */
function createBatch(socket: Socket): () => void {
  let isOpen = false;
  return () => {
    if (isOpen) return;
    isOpen = true;
    socket.cork();
    process.nextTick(() => {
      isOpen = false;
      socket.uncork();
    });
  };
}

function withTimeout<Value>(asked: Promise<Value>, timeoutMs: number): Promise<Value> {
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

function absent(cause?: unknown): CaptureError {
  return new CaptureError({
    code: 'accessibilityAbsent',
    message: 'This desktop has no accessibility bus, so no field can be known to be safe.',
    remedy:
      'Install at-spi2-core, log in again, and turn accessibility on, or record the tier "motion".',
    cause,
  });
}
