import { expect, test } from 'vitest';
import { createHeldInput } from './held-input.ts';
import { createHoldQueue } from './hold-queue.ts';
import { createInputGate, type HeldSignal, type InputGate } from './input-gate.ts';
import type { FocusState } from './key-gate.ts';
import { createPressNews, type Press } from './press-news.ts';
import { createTally } from './tally.ts';
import { createTimeline } from './timeline.ts';
import { unknownForeground, type View } from './view.ts';

const alt = { kind: 'key', code: 'AltLeft' } as const;
const letter = { kind: 'key', code: 'KeyA', key: 'a', pressed: true } as const;

function createInput() {
  const presses: Press[] = [];
  const views = createTimeline<View | null>(null);
  const toTimeNs = (atNs: number): number => atNs;
  const told = createInputGate({
    tier: 'text',
    views,
    keys: {
      focus: createTimeline<FocusState>({ kind: 'unknown' }),
      foreground: createTimeline(unknownForeground),
      movers: [],
      news: createPressNews(),
    },
    indicatorBox: () => null,
    toTimeNs,
  });
  const decided: HeldSignal[] = [];
  const gate: InputGate = {
    ...told,
    decide: (signal) => {
      decided.push(signal);
      return told.decide(signal);
    },
  };
  const input = createHeldInput({
    gate,
    queue: createHoldQueue({ entries: 9, sizeBytes: 999 }, () => undefined),
    tally: createTally(),
    elements: null,
    view: () => null,
    toTimeNs,
    onMover: () => undefined,
    onPress: (press) => presses.push(press),
    onHotkey: () => undefined,
  });
  return { decided, input, presses };
}

test('a shortcut ends with its key, whatever that key means by then', () => {
  const { input, presses } = createInput();
  input.take([
    { ...alt, atNs: 1, key: 'Alt', pressed: true },
    { ...letter, atNs: 2 },
    { ...alt, atNs: 3, key: 'ISO_Next_Group', pressed: false },
    { ...letter, atNs: 4 },
  ]);
  const moved = presses.filter(({ atNs }) => atNs % 2 === 0).map(({ moves }) => moves);
  expect(moved).toEqual([true, false]);
});

test('a letter is text again where the release of a shortcut’s key was never told', () => {
  const { decided, input, presses } = createInput();
  input.take([
    { ...alt, atNs: 1, key: 'Alt', pressed: true },
    { ...letter, atNs: 9e9 },
    { ...letter, atNs: 11e9 },
  ]);
  input.settle(99e9, 99e9);
  const writes = decided.map((signal) => signal.kind === 'key' && signal.writes);
  expect(writes).toEqual([false, false, true]);
  // It may be a shortcut all the same, of somebody who holds it for long.
  expect(presses.map(({ moves }) => moves)).toEqual([true, true, true]);
});
