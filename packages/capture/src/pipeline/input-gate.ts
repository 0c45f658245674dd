/**
 * Input signals, held a moment → the events that may be kept, and why the
 * others may not.
 */
import type { DropReason, Tier } from '@understudy/base';
import { tierReaches } from '@understudy/base';
import type {
  KeyEvent,
  PointerButton,
  PointerButtonEvent,
  PointerMoveEvent,
  WheelEvent,
} from '@understudy/recording';
import { boxContains, type Box } from '@understudy/recording';
import type { InputSignal } from '../ports.ts';
import {
  decideKey,
  isText,
  keyHoldNs,
  keyReachNs,
  type KeyContext,
  type KeyDecision,
} from './key-gate.ts';
import type { Timeline } from './timeline.ts';
import { windowAt, type JudgedWindow, type View } from './view.ts';

/** `writes`: a key that puts text, rather than being part of a shortcut. */
export type HeldSignal =
  | Exclude<InputSignal, { readonly kind: 'pauseHotkey' | 'key' }>
  | (Extract<InputSignal, { readonly kind: 'key' }> & { readonly writes: boolean });

type InputEvent = PointerMoveEvent | PointerButtonEvent | WheelEvent | KeyEvent;

type GateAnswer =
  | {
      readonly kind: 'keep';
      readonly event: InputEvent;
      readonly app: string;
      /** It may have gone to a page in between: of what was under it nothing may be told. */
      readonly inDoubt: boolean;
    }
  /** `standIn`: what may be told all the same: that a key was pressed, not which. */
  | { readonly kind: 'drop'; readonly reason: DropReason; readonly standIn: KeyEvent | null };

export interface InputGate {
  /** From when on it can be decided. */
  dueNs(signal: HeldSignal): number;
  decide(signal: HeldSignal): GateAnswer;
}

export interface InputGateParts {
  readonly tier: Tier;
  readonly views: Pick<Timeline<View | null>, 'at' | 'during'>;
  readonly keys: KeyContext;
  indicatorBox(): Box | null;
  toTimeNs(atNs: number): number;
}

type PointerSignal = Exclude<HeldSignal, { readonly kind: 'key' }>;

export function createInputGate(parts: InputGateParts): InputGate {
  // What was decided of a press holds for its release.
  const keysDown = new Map<string, KeyDecision>();
  const buttonsDown = new Map<PointerButton, DropReason | null>();

  const whereAt = (atNs: number, windowOf: (view: View) => JudgedWindow | null) => {
    const view = parts.views.at(atNs);
    return {
      app: (view === null ? null : windowOf(view))?.app ?? '',
      inDoubt: view?.foreground.inDoubt === true,
    };
  };

  const decideKeySignal = (signal: Extract<HeldSignal, { kind: 'key' }>): GateAnswer => {
    const decision = signal.pressed
      ? decideKey(signal, parts.keys)
      : (keysDown.get(signal.code) ?? { kind: 'withhold', reason: 'unknownField' });
    if (signal.pressed) keysDown.set(signal.code, decision);
    else keysDown.delete(signal.code);
    const timeNs = parts.toTimeNs(signal.atNs);
    const { pressed, code, key } = signal;
    switch (decision.kind) {
      case 'drop':
        return { kind: 'drop', reason: decision.reason, standIn: null };
      case 'withhold':
        return {
          kind: 'drop',
          reason: decision.reason,
          standIn: {
            kind: 'key',
            timeNs,
            pressed,
            stroke: { kind: 'withheld', reason: decision.reason },
          },
        };
      case 'pass': {
        // A key that writes is text; one that only moves or commands is an action.
        if (!tierReaches(parts.tier, isText(key) ? 'text' : 'actions')) {
          return {
            kind: 'drop',
            reason: 'tier',
            standIn: { kind: 'key', timeNs, pressed, stroke: { kind: 'withheld', reason: 'tier' } },
          };
        }
        const event: KeyEvent = {
          kind: 'key',
          timeNs,
          pressed,
          stroke: { kind: 'known', code, key },
        };
        return { kind: 'keep', event, ...whereAt(signal.atNs, (view) => view.front) };
      }
    }
  };

  const refusal = (signal: PointerSignal): DropReason | null => {
    if (signal.kind === 'button' && !signal.pressed) {
      const decided = buttonsDown.get(signal.button);
      buttonsDown.delete(signal.button);
      if (decided !== undefined) return decided;
    }
    const reason = pointerRefusal(signal, parts);
    if (signal.kind === 'button' && signal.pressed) buttonsDown.set(signal.button, reason);
    return reason;
  };

  const isRefused = (signal: HeldSignal): boolean =>
    parts.keys.foreground
      .during(signal.atNs - beforeNs, signal.atNs)
      .some(({ verdict }) => verdict.kind === 'refused');

  return {
    dueNs: (signal) => {
      const holdEndNs = signal.atNs + keyHoldNs;
      const isTyped = signal.kind === 'key' && signal.pressed && !isRefused(signal);
      return isTyped ? Math.max(holdEndNs, keyReachNs(signal, parts.keys)) : holdEndNs;
    },
    decide: (signal) => {
      if (signal.kind === 'key') return decideKeySignal(signal);
      const reason = refusal(signal);
      if (reason !== null) return { kind: 'drop', reason, standIn: null };
      const event = toPointerEvent(signal, parts.toTimeNs(signal.atNs));
      return { kind: 'keep', event, ...whereAt(signal.atNs, (view) => windowAt(view, signal)) };
    },
  };
}

const beforeNs = 20e6;

function pointerRefusal(signal: PointerSignal, parts: InputGateParts): DropReason | null {
  const box = parts.indicatorBox();
  if (box !== null && boxContains(box, signal)) return 'ownHotkey';
  for (const view of parts.views.during(signal.atNs - beforeNs, signal.atNs)) {
    if (view === null) return 'notAllowed';
    const { verdict } = view.foreground;
    if (verdict.kind === 'refused') return verdict.reason;
    const under = windowAt(view, signal);
    if (under === null) return 'notAllowed';
    if (under.verdict.kind === 'refused') return under.verdict.reason;
  }
  return null;
}

function toPointerEvent(signal: PointerSignal, timeNs: number): InputEvent {
  const { x, y } = signal;
  switch (signal.kind) {
    case 'move':
      return { kind: 'pointerMove', timeNs, x, y };
    case 'button':
      return {
        kind: 'pointerButton',
        timeNs,
        x,
        y,
        button: signal.button,
        pressed: signal.pressed,
      };
    case 'wheel':
      return { kind: 'wheel', timeNs, x, y, dx: signal.dx, dy: signal.dy };
  }
}
