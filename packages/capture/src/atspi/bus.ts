/** The accessibility bus: calls, signals, and which process is behind a name. */
import { Message } from 'dbus-next';
import type { Socket } from 'node:net';
import { absent, openBus, withTimeout } from './dbus.ts';

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
  // Its end is read some turns before it is closed; a key must not be decided in between.
  const lost = new Promise<void>((resolve) => {
    socket.once('end', () => resolve());
    socket.once('close', () => resolve());
  });
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
