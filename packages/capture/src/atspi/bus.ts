/** The accessibility bus: calls, signals, and which process is behind a name. */
import { absent, daemon, openBus } from './dbus.ts';
import type { AccessibleRef, Question } from './questions.ts';

interface AtspiSignal {
  readonly from: AccessibleRef;
  /** "StateChanged", "ChildrenChanged", … */
  readonly member: string;
  /** The first argument: "focused", "add", "accessible-name", … */
  readonly detail: string;
  readonly value: number;
}

export interface AtspiBus {
  /** The body of the answer. @throws Unanswered; or where the object is gone or has no such method */
  call(question: Question): Promise<readonly unknown[]>;
  onSignal(listener: (signal: AtspiSignal) => void): void;
  /** Each time before what has come is read: what comes while it is dealt with, is not heard yet. */
  onHeard(listener: () => void): void;
  /** Resolves once nothing is told any more, with why; from then on every call fails. */
  readonly lost: Promise<string>;
  processIdOf(name: string): Promise<number | null>;
  close(): void;
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

const eventInterface = 'org.a11y.atspi.Event.';

/** Others on the bus register for more: what nobody here watches is not sent to us. */
const matchRules = watched.map(([event, member, detail]) => {
  const of = event.startsWith('document:') ? 'Document' : 'Object';
  const rule = `type='signal',interface='${eventInterface}${of}',member='${member}'`;
  return detail === '' ? rule : `${rule},arg0='${detail}'`;
});

const answerTimeoutMs = 1500;
/** The registry is started by the first who asks for it. */
const openTimeoutMs = 20_000;

/** @throws CaptureError accessibilityAbsent */
export async function connectAtspi(address: string): Promise<AtspiBus> {
  if (address === '') throw absent();
  const bus = await openBus(address);
  let timeoutMs = openTimeoutMs;
  const call = (question: Question): Promise<readonly unknown[]> => bus.ask(question, timeoutMs);
  const processIds = new Map<string, Promise<number | null>>();

  const listen = async (): Promise<void> => {
    await Promise.all(
      matchRules.map((rule) =>
        call({
          to: daemon,
          interface: daemon.name,
          member: 'AddMatch',
          signature: 's',
          body: [rule],
        }),
      ),
    );
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
    bus.close();
    throw absent(cause);
  }
  timeoutMs = answerTimeoutMs;
  return {
    call,
    lost: bus.lost,
    onSignal: (listener) => {
      bus.onSignal((signal) => {
        if (!signal.text('interface').startsWith(eventInterface)) return;
        const [first, value] = signal.body();
        listener({
          from: { name: signal.text('sender'), path: signal.text('path') },
          member: signal.text('member'),
          detail: typeof first === 'string' ? first : '',
          value: typeof value === 'number' ? value : 0,
        });
      });
    },
    onHeard: (listener) => bus.onHeard(listener),
    processIdOf: (name) => {
      const known = processIds.get(name);
      if (known !== undefined) return known;
      const asked = call({
        to: daemon,
        interface: daemon.name,
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
    close: () => bus.close(),
  };
}
