/** The accessibility bus: calls, signals, and which process is behind a name. */
import { Message, sessionBus, type MessageBus } from 'dbus-next';
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

const watched = [
  'object:state-changed:focused',
  'object:state-changed:showing',
  'object:children-changed',
  'object:text-changed',
  'object:bounds-changed',
  'object:visible-data-changed',
  'object:property-change:accessible-name',
  'object:property-change:accessible-role',
  'document:load-complete',
];
const interfaces = ['org.a11y.atspi.Event.Object', 'org.a11y.atspi.Event.Document'];
const answerTimeoutMs = 1500;

/** @throws CaptureError accessibilityAbsent */
export async function connectAtspi(address: string): Promise<AtspiBus> {
  if (address === '') throw absent();
  const bus = await openBus(address);
  const call = (request: AtspiRequest): Promise<readonly unknown[]> =>
    withTimeout(
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
    );
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
      watched.map((event) =>
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
  return {
    call,
    onSignal: (listener) => {
      bus.on('message', (message) => {
        if (!interfaces.includes(message.interface)) return;
        const [detail, value] = message.body;
        listener({
          from: { name: message.sender, path: message.path },
          member: message.member,
          detail: typeof detail === 'string' ? detail : '',
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
        () => null,
      );
      processIds.set(name, asked);
      return asked;
    },
    close: () => bus.disconnect(),
  };
}

function openBus(address: string): Promise<MessageBus> {
  return new Promise((resolve, reject) => {
    try {
      const bus = sessionBus({ busAddress: address });
      bus.on('connect', () => resolve(bus));
      bus.on('error', (cause: unknown) => reject(absent(cause)));
    } catch (cause) {
      reject(absent(cause));
    }
  });
}

function withTimeout<Value>(asked: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('An app did not answer on the accessibility bus.')),
      answerTimeoutMs,
    );
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
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
