/**
 * Input signals as they come → held until their fate is known, then kept or
 * counted as dropped; and the control under each press, asked for at once.
 */
import type { InputSignal, OpenElements } from '../ports.ts';
import type { HoldQueue } from './hold-queue.ts';
import type { HeldSignal, InputGate } from './input-gate.ts';
import { canMoveFocus, isText } from './key-gate.ts';
import type { Press } from './press-news.ts';
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
  /** A press of which an app may tell something. */
  onPress(press: Press): void;
  onHotkey(): void;
}

const signalsAtMost = 100_000;
/**
 * Nobody holds Control for so long: its release was lost (the X server may keep it to itself), and
 * what is typed is text again. It may still be a shortcut, and lead elsewhere.
 */
const commandNs = 10e9;
/** Steps of the wheel closer than this are one scroll. */
const wheelPauseNs = 300e6;

export function createHeldInput(parts: HeldInputParts): HeldInput {
  const { gate, queue, tally, elements } = parts;
  const held: HeldSignal[] = [];
  const lookups = new Map<HeldSignal, (kept: boolean) => void>();
  /** Keys that make a shortcut of the key that is pressed with them, while they are down: since when. */
  const commanding = new Map<string, number>();
  let lastWheelNs = Number.NEGATIVE_INFINITY;

  const follow = (signal: Exclude<InputSignal, { kind: 'pauseHotkey' }>): HeldSignal => {
    if (signal.kind === 'button' && signal.pressed)
      parts.onPress({ atNs: signal.atNs, moves: true, writes: true });
    if (signal.kind !== 'key') return signal;
    const { atNs, code, key, pressed } = signal;
    const isCommand = commanding.size > 0;
    const isSurely = commanding.values().some((sinceNs) => atNs - sinceNs < commandNs);
    if (!pressed) commanding.delete(code);
    else if (/^(Control|Alt|Meta)$/.test(key)) commanding.set(code, atNs);
    if (pressed) {
      const moves = canMoveFocus(code) || isStep(key) || (isCommand && isText(key));
      parts.onPress({ atNs, moves, writes: isText(key) || key === 'Enter' || key === 'Tab' });
    }
    return { ...signal, writes: isText(key) && !isSurely };
  };

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
        const followed = follow(signal);
        if (held.length < signalsAtMost) hold(followed);
        else tally.dropped(signalToKind(followed), 'overflow');
      }
    },
    settle: (nowNs, knownNs) => {
      const isDue = (signal: HeldSignal): boolean => {
        // What an app told before it answered has come with that answer, however late we read.
        const heardNs = signal.kind === 'key' ? knownNs : nowNs;
        return signal.atNs <= knownNs && gate.dueNs(signal) <= heardNs;
      };
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

/** Keys that go from one thing to the next inside of a list or a text. */
function isStep(key: string): boolean {
  return /^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down))$/.test(key);
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
