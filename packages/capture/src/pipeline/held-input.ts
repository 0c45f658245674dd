/**
 * Input signals as they come → held until their fate is known, then kept or
 * counted as dropped; and the control under each press, asked for at once.
 */
import type { InputSignal, OpenElements } from '../ports.ts';
import type { HoldQueue } from './hold-queue.ts';
import type { HeldSignal, InputGate } from './input-gate.ts';
import { canMoveFocus } from './key-gate.ts';
import type { InputKind, Tally } from './tally.ts';
import { windowAt, type View } from './view.ts';

export interface HeldInput {
  take(signals: readonly InputSignal[]): void;
  /** Decides, in their order, what is due by now and came until `knownNs`. */
  settle(nowNs: number, knownNs: number): void;
  /** When the oldest came that is not decided; null: none is held. */
  firstNs(): number | null;
  /** When the last of it is due. */
  dueNs(): number | null;
}

export interface HeldInputParts {
  readonly gate: InputGate;
  readonly queue: HoldQueue;
  readonly tally: Tally;
  /** null: no control is told of (the tier, or a platform without elements). */
  readonly elements: Pick<OpenElements, 'elementAt'> | null;
  view(): View | null;
  toTimeNs(atNs: number): number;
  /** A press that can move the focus or change the page. */
  onMover(atNs: number): void;
  /** Any other key, which may put text. */
  onWriter(atNs: number): void;
  onHotkey(): void;
}

const signalsAtMost = 100_000;
/** Steps of the wheel closer than this are one scroll. */
const wheelPauseNs = 300e6;

export function createHeldInput(parts: HeldInputParts): HeldInput {
  const { gate, queue, tally, elements } = parts;
  const held: HeldSignal[] = [];
  const lookups = new Map<HeldSignal, (kept: boolean) => void>();
  let lastWheelNs = Number.NEGATIVE_INFINITY;

  /** The control that is pressed is asked for at once: in a moment it may be gone. */
  const lookUp = (signal: Extract<HeldSignal, { kind: 'button' | 'wheel' }>): void => {
    const view = parts.view();
    const window = view === null ? null : windowAt(view, signal);
    if (elements === null || window?.verdict.kind !== 'allowed') return;
    const timeNs = Math.max(0, parts.toTimeNs(signal.atNs) - 1);
    const decide = queue.hold(timeNs);
    const asked = elements.elementAt(window, signal).catch(() => null);
    lookups.set(signal, (kept) => {
      if (!kept) {
        decide(null);
        return;
      }
      void asked.then((element) => {
        decide([{ kind: 'element', timeNs, relation: 'pointer', element }]);
        tally.taken('element', window.app);
      });
    });
  };

  const hold = (signal: HeldSignal): void => {
    held.push(signal);
    const isPress = signal.kind === 'button' && signal.pressed;
    const isKey = signal.kind === 'key' && signal.pressed;
    if (isPress || (isKey && canMoveFocus(signal.code))) parts.onMover(signal.atNs);
    else if (isKey) parts.onWriter(signal.atNs);
    if (isPress) lookUp(signal);
    if (signal.kind !== 'wheel') return;
    if (signal.atNs - lastWheelNs > wheelPauseNs) lookUp(signal);
    lastWheelNs = signal.atNs;
  };

  const decide = (signal: HeldSignal): void => {
    const answer = gate.decide(signal);
    lookups.get(signal)?.(answer.kind === 'keep' && !answer.inDoubt);
    lookups.delete(signal);
    if (answer.kind === 'keep') {
      queue.add(answer.event, signalToKind(signal));
      tally.kept(signalToKind(signal), answer.app);
    } else {
      tally.dropped(signalToKind(signal), answer.reason);
      if (answer.standIn !== null) queue.add(answer.standIn);
    }
  };

  return {
    take: (signals) => {
      for (const signal of signals) {
        if (signal.kind === 'pauseHotkey') {
          parts.onHotkey();
          continue;
        }
        tally.arrived(1);
        if (held.length < signalsAtMost) hold(signal);
        else tally.dropped(signalToKind(signal), 'overflow');
      }
    },
    settle: (nowNs, knownNs) => {
      const isDue = (signal: HeldSignal): boolean =>
        signal.atNs <= knownNs && gate.dueNs(signal) <= nowNs;
      const first = held.findIndex((signal) => !isDue(signal));
      for (const signal of held.splice(0, first < 0 ? held.length : first)) decide(signal);
    },
    firstNs: () => held[0]?.atNs ?? null,
    dueNs: () =>
      held.length === 0
        ? null
        : held.map((signal) => gate.dueNs(signal)).reduce((a, b) => Math.max(a, b)),
  };
}

function signalToKind(signal: HeldSignal): InputKind {
  switch (signal.kind) {
    case 'move':
      return 'pointerMove';
    case 'button':
      return 'pointerButton';
    case 'wheel':
      return 'wheel';
    case 'key':
      return 'key';
  }
}
