import { expect, test } from 'vitest';
import type { FocusedElement } from '../ports.ts';
import { allowed, notAllowed } from './allowlist.ts';
import { decideKey, type FocusState, type Foreground } from './key-gate.ts';
import { createPressNews } from './press-news.ts';
import { createTimeline } from './timeline.ts';

const ms = 1e6;
const processId = 7;
const front: Foreground = { verdict: allowed, processId, pagesOnly: false, inDoubt: false };

function field(parts: Partial<FocusedElement['element']> = {}): FocusState {
  const box = { x: 0, y: 0, width: 9, height: 9 };
  const element = { role: 'textbox', name: '', box, secure: false, editable: true, app: 'a' };
  return { kind: 'field', focus: { processId, inPage: true, element: { ...element, ...parts } } };
}

function context(focuses: readonly (readonly [number, FocusState])[], foreground = front) {
  const focus = createTimeline<FocusState>({ kind: 'unknown' });
  for (const [atNs, state] of focuses) focus.set(atNs, state);
  const news = createPressNews();
  return { focus, foreground: createTimeline(foreground), movers: [] as number[], news };
}

const keyAt = (atNs: number, code = 'KeyA') => ({ atNs, code, writes: code.startsWith('Key') });

test('a key of a known field passes', () => {
  expect(decideKey(keyAt(1000 * ms), context([[0, field()]]))).toEqual({ kind: 'pass' });
});

test.each([
  ['no field is known', [], 'unknownField'],
  ['the field is secure', [[0, field({ secure: true })]], 'secureField'],
  ['the field is a terminal', [[0, field({ role: 'terminal' })]], 'unknownField'],
] as const)('a key is withheld where %s', (_, focuses, reason) => {
  expect(decideKey(keyAt(1000 * ms), context(focuses))).toEqual({ kind: 'withhold', reason });
});

test('while the page is in doubt a key that writes is withheld, and one that moves is not', () => {
  const doubted = context([[0, field()]], { ...front, inDoubt: true });
  expect(decideKey(keyAt(1000 * ms), doubted)).toEqual({
    kind: 'withhold',
    reason: 'unknownField',
  });
  expect(decideKey(keyAt(1000 * ms, 'Enter'), doubted)).toEqual({ kind: 'pass' });
});

test('a key for an app that is not allowed is dropped', () => {
  const refused = { ...front, verdict: notAllowed };
  expect(decideKey(keyAt(1000 * ms), context([[0, field()]], refused))).toEqual({
    kind: 'drop',
    reason: 'notAllowed',
  });
});

test('a field of another process is unknown', () => {
  const other = { ...front, processId: 8 };
  expect(decideKey(keyAt(1000 * ms), context([[0, field()]], other)).kind).toBe('withhold');
});

test('where only pages are allowed, what is outside of a page is unknown', () => {
  const toolbar = field();
  const outside: FocusState =
    toolbar.kind === 'field' ? { ...toolbar, focus: { ...toolbar.focus, inPage: false } } : toolbar;
  const pages = { ...front, pagesOnly: true };
  expect(decideKey(keyAt(1000 * ms), context([[0, outside]], pages)).kind).toBe('withhold');
});

test('the last letter before a Tab passes although a secure field follows', () => {
  const told = context([
    [0, field()],
    [1110 * ms, field({ secure: true })],
  ]);
  told.movers.push(1080 * ms);
  expect(decideKey(keyAt(1000 * ms), told)).toEqual({ kind: 'pass' });
  expect(decideKey(keyAt(1080 * ms, 'Tab'), told)).toEqual({ kind: 'pass' });
});

test.each([
  ['is withheld where it writes', 'KeyA', true, 'withhold'],
  ['passes where it writes nothing', 'ArrowLeft', false, 'pass'],
  ['passes where it is part of a shortcut', 'KeyS', false, 'pass'],
])('a key after a press of which nothing is told %s', (_, code, writes, kind) => {
  const told = context([[0, field()]]);
  told.movers.push(900 * ms);
  told.news.pressed({ atNs: 900 * ms, moves: true, writes: true });
  expect(decideKey({ atNs: 1000 * ms, code, writes }, told).kind).toBe(kind);
});

test('a key passes once text was told of that was put after the press that may have led elsewhere', () => {
  const told = context([
    [0, field()],
    [1900 * ms, field({ secure: true })],
  ]);
  told.movers.push(1000 * ms, 1880 * ms);
  told.news.pressed({ atNs: 1000 * ms, moves: true, writes: true });
  told.news.told('writes', 1050 * ms);
  expect(decideKey(keyAt(1020 * ms), told)).toEqual({ kind: 'pass' });
  expect(decideKey(keyAt(1700 * ms), told)).toEqual({ kind: 'pass' });
});
