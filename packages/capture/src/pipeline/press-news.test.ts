/** Which keys pass, whatever the order in which presses, an app's work and its news come to be known. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FocusedElement } from '../ports.ts';
import { allowed } from './allowlist.ts';
import {
  canMoveFocus,
  decideKey,
  keyHoldNs,
  keyReachNs,
  moversFrom,
  type FocusState,
  type Foreground,
} from './key-gate.ts';
import { contextNs, createPressNews } from './press-news.ts';
import { createTimeline } from './timeline.ts';

const ms = 1e6;
const processId = 7;
const foreground: Foreground = { verdict: allowed, processId, pagesOnly: false, inDoubt: false };

function field(name: string, secure: boolean): FocusedElement {
  const box = { x: 0, y: 0, width: 9, height: 9 };
  const element = { role: 'textbox', name, box, secure, editable: true, app: 'a' };
  return { processId, inPage: true, element };
}
/** Tab goes round. */
const fields = [field('User', false), field('Password', true), field('Note', false)] as const;
type Field = (typeof fields)[number];

const codes = { tab: 'Tab', control: 'ControlLeft', letter: 'KeyA', arrow: 'ArrowLeft' } as const;

interface Step {
  readonly press: keyof typeof codes;
  /** Since the press before it. */
  readonly afterMs: number;
  /** How long the app works on it. */
  readonly workMs: number;
  /** Whether the app tells of this letter, or with the next one. */
  readonly isTold: boolean;
  /** How long the news is on its way. */
  readonly newsMs: number;
  /** How long the press itself is on its way to us. */
  readonly inputMs: number;
}

/** Types as the steps say; tells which letters went where, and what was decided of each. */
function record(steps: readonly Step[]): { readonly into: Field; readonly decided: string }[] {
  const focus = createTimeline<FocusState>({ kind: 'field', focus: fields[0] });
  const news = createPressNews();
  const front = createTimeline(foreground);
  const context = { focus, foreground: front, movers: [] as readonly number[], news };
  const happenings: { readonly atMs: number; happen(): void }[] = [];
  const at = (atMs: number, happen: () => void): number => happenings.push({ atMs, happen });
  const keys: { readonly atNs: number; code: string; writes: boolean; into: Field }[] = [];
  const told: { readonly into: Field; readonly decided: string }[] = [];

  let [pressMs, workedMs, newsMs, inputMs] = [10_000, 0, 0, 0];
  let focused = 0;
  for (const { press, ...step } of steps) {
    pressMs += step.afterMs;
    workedMs = Math.max(workedMs, pressMs) + step.workMs;
    newsMs = Math.max(newsMs, workedMs) + step.newsMs;
    inputMs = Math.max(inputMs, pressMs) + step.inputMs;
    const [atNs, toldNs, into] = [pressMs * ms, newsMs * ms, fields[focused % 3] ?? fields[0]];
    const writes = press === 'letter';
    at(inputMs, () => {
      news.pressed({ atNs, moves: !writes, writes: writes || press === 'tab' });
      if (canMoveFocus(codes[press])) context.movers = [...context.movers, atNs];
      keys.push({ atNs, code: codes[press], writes, into });
    });
    if (writes && step.isTold) at(newsMs, () => news.told('writes', toldNs));
    if (press !== 'tab') continue;
    focused += 1;
    const next = fields[focused % 3] ?? fields[0];
    at(newsMs, () => {
      news.told('moves', toldNs);
      focus.set(toldNs, { kind: 'field', focus: next });
    });
  }
  for (let tick = 10_000; tick < inputMs + 6000; tick += 100) {
    at(tick, () => {
      for (let [key] = keys; key !== undefined; [key] = keys) {
        const dueNs = Math.max(key.atNs + keyHoldNs, keyReachNs(key, context));
        if (dueNs > tick * ms) break;
        const { kind } = decideKey(key, context);
        if (key.writes) told.push({ into: key.into, decided: kind });
        keys.shift();
      }
      const forgetNs = tick * ms - contextNs;
      news.forgetBefore(forgetNs);
      focus.forgetBefore(forgetNs);
      context.movers = moversFrom(context.movers, forgetNs);
    });
  }
  for (const each of happenings.toSorted((a, b) => a.atMs - b.atMs)) each.happen();
  return told;
}

const upTo = (max: number) => fc.integer({ min: 0, max });
const stepsOf = (longestMs: number, isTold: fc.Arbitrary<boolean>) =>
  fc.array(
    fc.record({
      press: fc.constantFrom<Step['press']>('tab', 'letter', 'letter', 'control', 'arrow'),
      afterMs: fc.integer({ min: 1, max: 700 }),
      workMs: fc.oneof(upTo(30), upTo(longestMs)),
      isTold,
      newsMs: fc.oneof(upTo(30), upTo(longestMs)),
      inputMs: fc.oneof(upTo(5), upTo(longestMs)),
    }),
    { maxLength: 10 },
  );

test('no letter that went into a secure field passes, however late and out of step all is told', () => {
  fc.assert(
    fc.property(stepsOf(400, fc.boolean()), (steps) => {
      const intoSecret = record(steps).filter(({ into }) => into.element.secure);
      expect(intoSecret.map(({ decided }) => decided)).toEqual(intoSecret.map(() => 'withhold'));
    }),
    { numRuns: 500 },
  );
});

test('a letter waits for the press before it, though others came since', () => {
  const late = { workMs: 10, isTold: false, newsMs: 0, inputMs: 1 };
  const steps: Step[] = [
    { ...late, press: 'tab', afterMs: 1, newsMs: 4800 },
    { ...late, press: 'letter', afterMs: 200 },
    { ...late, press: 'control', afterMs: 800 },
  ];
  expect(record(steps).map(({ decided }) => decided)).toEqual(['withhold']);
});

test('each letter of a field that is not secure passes, half a second away from any that is', () => {
  const typed = (press: Step['press'], afterMs: number): Step => ({
    press,
    afterMs,
    workMs: 10,
    isTold: true,
    newsMs: 10,
    inputMs: 1,
  });
  const word = [typed('letter', 120), typed('letter', 120), typed('letter', 120)];
  const steps = [
    ...word,
    typed('control', 900),
    ...word,
    typed('tab', 700),
    typed('tab', 10),
    ...word,
    typed('arrow', 120),
    ...word,
  ];
  expect(new Set(record(steps).map(({ decided }) => decided))).toEqual(new Set(['pass']));
});

const pressed = (atMs: number, moves: boolean, writes: boolean) => ({
  atNs: atMs * ms,
  moves,
  writes,
});

test('news counts for the oldest press that it may be of, and all before that are done', () => {
  const news = createPressNews();
  for (const atMs of [100, 200]) news.pressed(pressed(atMs, false, true));
  news.pressed(pressed(250, true, true));
  news.told('writes', 260 * ms);
  news.told('writes', 270 * ms);
  expect(news.toldOfNs(250 * ms)).toBe(Infinity);
  news.told('moves', 280 * ms);
  expect(news.toldOfNs(250 * ms)).toBe(280 * ms);
});

test('a press that an app tells nothing of is waited for no longer than five seconds', () => {
  const news = createPressNews();
  news.pressed(pressed(0, false, true));
  news.pressed(pressed(4000, true, false));
  news.pressed(pressed(4100, false, true));
  news.told('writes', 4900 * ms);
  expect(news.toldOfNs(4000 * ms)).toBe(Infinity);
  news.told('writes', 5001 * ms);
  expect(news.toldOfNs(4000 * ms)).toBe(5001 * ms);
});

test('what was told of a press is known when the press and the news are forgotten', () => {
  const news = createPressNews();
  news.pressed(pressed(100, true, false));
  news.told('moves', 200 * ms);
  news.forgetBefore(60_000 * ms);
  expect(news.toldOfNs(100 * ms)).toBeLessThan(60_000 * ms);
  news.pressed(pressed(61_000, true, false));
  expect(news.toldOfNs(61_000 * ms)).toBe(Infinity);
});
