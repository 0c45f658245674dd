import type { RawEvent } from '@understudy/recording';
import { expect, test } from 'vitest';
import type { Modifier } from '../page/modifiers.ts';
import { createHeldModifiers } from './held-modifiers.ts';

interface Stroke {
  readonly code: string;
  readonly key: string;
  readonly pressed: boolean;
  readonly held: readonly Modifier[];
}

const press = (key: string, held: Modifier[] = [], code = key): Stroke => ({
  code,
  key,
  pressed: true,
  held,
});
const letGo = (key: string, held: Modifier[] = [], code = key): Stroke => ({
  ...press(key, held, code),
  pressed: false,
});

/** What is told of the strokes, as `+key` and `-key`. */
function told(strokes: readonly Stroke[]): string {
  const modifiers = createHeldModifiers();
  const events = strokes.flatMap(({ held, pressed, code, key }, index) => {
    const stroke = { kind: 'known' as const, code, key };
    const event: RawEvent = { kind: 'key', timeNs: index, pressed, stroke };
    return [...modifiers.before(event, held), event];
  });
  return [...events, ...modifiers.releaseAll(strokes.length)].map(nameOf).join(' ');
}

const nameOf = (event: RawEvent): string =>
  event.kind === 'key' && event.stroke.kind === 'known'
    ? `${event.pressed ? '+' : '-'}${event.stroke.key}`
    : event.kind;

test('what is pressed and let go before our eyes stays as it is', () => {
  const strokes = [
    press('Control', ['Control'], 'ControlRight'),
    press('c', ['Control']),
    letGo('c', ['Control']),
    letGo('Control', [], 'ControlRight'),
    press('x'),
  ];
  expect(told(strokes)).toBe('+Control +c -c -Control +x');
});

test('a modifier that was let go where nobody looked is released before the next key', () => {
  expect(told([press('Alt', ['Alt']), press('5')])).toBe('+Alt -Alt +5');
  const both = [press('Control', ['Control']), press('Shift', ['Control', 'Shift'])];
  expect(told([...both, press('A', ['Shift'])])).toBe('+Control +Shift -Control +A -Shift');
});

test('one that was pressed where nobody looked is pressed before the next key', () => {
  expect(told([press('c', ['Control']), letGo('c', ['Control']), press('d')])).toBe(
    '+Control +c -c -Control +d',
  );
});

test('the other of two Control keys lets a command be a command', () => {
  const strokes = [
    press('Control', ['Control'], 'ControlLeft'),
    press('Control', ['Control'], 'ControlRight'),
    letGo('Control', ['Control'], 'ControlLeft'),
    press('c', ['Control']),
    letGo('Control', [], 'ControlRight'),
  ];
  expect(told(strokes)).toBe('+Control +Control -Control +c -Control');
});

test('a click tells it as well, and so does the end of a stretch', () => {
  const modifiers = createHeldModifiers();
  const key: RawEvent = {
    kind: 'key',
    timeNs: 1,
    pressed: true,
    stroke: { kind: 'known', code: 'ControlLeft', key: 'Control' },
  };
  const click: RawEvent = {
    kind: 'pointerButton',
    timeNs: 2,
    button: 'left',
    pressed: true,
    x: 1,
    y: 1,
  };
  modifiers.before(key, ['Control']);
  expect(modifiers.before(click, []).map(nameOf)).toEqual(['-Control']);
  modifiers.before(key, ['Control']);
  expect(modifiers.releaseAll(9)).toMatchObject([{ timeNs: 9, pressed: false }]);
  expect(modifiers.releaseAll(9)).toEqual([]);
});
