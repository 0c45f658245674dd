/**
 * A run and the replacements in its text → key events that type the clean text.
 *
 * Times stay within the run's own span and rise; signs outside the
 * replacements keep their own presses; corrections go, since what was erased
 * may be a part of a value. Hotkeys and commits stay as they were.
 */
import type { KeyEvent } from '@understudy/recording';
import type { Replacement } from '../text/clean-text.ts';
import type { Run, Typed } from './run.ts';

const usCodes = new Map<string, string>([
  [' ', 'Space'],
  ['-', 'Minus'],
  ['_', 'Minus'],
  ['=', 'Equal'],
  ['+', 'Equal'],
  ['[', 'BracketLeft'],
  ['{', 'BracketLeft'],
  [']', 'BracketRight'],
  ['}', 'BracketRight'],
  ['\\', 'Backslash'],
  ['|', 'Backslash'],
  [';', 'Semicolon'],
  [':', 'Semicolon'],
  ["'", 'Quote'],
  ['"', 'Quote'],
  [',', 'Comma'],
  ['<', 'Comma'],
  ['.', 'Period'],
  ['>', 'Period'],
  ['/', 'Slash'],
  ['?', 'Slash'],
  ['`', 'Backquote'],
  ['~', 'Backquote'],
  ['!', 'Digit1'],
  ['@', 'Digit2'],
  ['#', 'Digit3'],
  ['$', 'Digit4'],
  ['%', 'Digit5'],
  ['^', 'Digit6'],
  ['&', 'Digit7'],
  ['*', 'Digit8'],
  ['(', 'Digit9'],
  [')', 'Digit0'],
]);

function codeOf(key: string): string {
  if (/^[a-z]$/iu.test(key)) return `Key${key.toUpperCase()}`;
  if (/^\d$/u.test(key)) return `Digit${key}`;
  return usCodes.get(key) ?? 'Unidentified';
}

const needsShift = (key: string): boolean => /^[A-Z~!@#$%^&*()_+{}|:"<>?]$/u.test(key);

interface Sign {
  readonly key: string;
  readonly code: string;
  readonly pressNs: number;
  readonly releaseNs: number;
}

function releaseOf(run: Run, press: number): number {
  const from = run.keys[press]?.event;
  if (from?.stroke.kind !== 'known') return from?.timeNs ?? run.lastNs;
  for (let index = press + 1; index < run.keys.length; index += 1) {
    const later = run.keys[index]?.event;
    if (later?.stroke.kind === 'known' && later.stroke.code === from.stroke.code)
      return later.timeNs;
  }
  return from.timeNs;
}

/** The signs of the clean text, each with the time it is typed. */
function signsOf(run: Run, typed: Typed, replacements: readonly Replacement[]): Sign[] {
  const signs: Sign[] = [];
  const own = (unit: number): void => {
    const press = typed.presses[unit];
    const stroke = press === undefined ? undefined : run.keys[press]?.event.stroke;
    if (press === undefined || stroke?.kind !== 'known') return;
    const pressNs = run.keys[press]?.event.timeNs ?? run.startNs;
    signs.push({ key: stroke.key, code: stroke.code, pressNs, releaseNs: releaseOf(run, press) });
  };
  let unit = 0;
  for (const { span, surrogate } of replacements) {
    for (; unit < span.start; unit += 1) own(unit);
    const times = typed.presses
      .slice(span.start, span.end)
      .map((press) => run.keys[press]?.event.timeNs ?? run.startNs);
    const firstNs = Math.min(...times);
    const lastNs = Math.max(...times);
    const keys = Array.from(surrogate);
    for (const [index, key] of keys.entries()) {
      const pressNs = Math.round(
        firstNs + ((lastNs - firstNs) * index) / Math.max(1, keys.length - 1),
      );
      signs.push({ key, code: codeOf(key), pressNs, releaseNs: pressNs });
    }
    unit = span.end;
  }
  for (; unit < typed.text.length; unit += 1) own(unit);
  return signs;
}

export function rewriteRun(
  run: Run,
  typed: Typed,
  replacements: readonly Replacement[],
): KeyEvent[] {
  const kept = run.keys.filter(
    ({ class: keyClass }) =>
      keyClass === 'hotkey' ||
      keyClass === 'modifier' ||
      keyClass === 'neutral' ||
      keyClass === 'commit',
  );
  const events: KeyEvent[] = kept.map(({ event }) => event);
  let floorNs = run.startNs;
  const push = (timeNs: number, code: string, key: string, pressed: boolean): void => {
    floorNs = Math.min(Math.max(floorNs, timeNs), run.lastNs);
    events.push({ kind: 'key', timeNs: floorNs, pressed, stroke: { kind: 'known', code, key } });
  };
  for (const { key, code, pressNs, releaseNs } of signsOf(run, typed, replacements)) {
    const shifted = needsShift(key);
    if (shifted) push(pressNs, 'ShiftLeft', 'Shift', true);
    push(pressNs, code, key, true);
    push(Math.min(releaseNs, pressNs + 20_000_000), code, key, false);
    if (shifted) push(pressNs, 'ShiftLeft', 'Shift', false);
  }
  return events.toSorted((a, b) => a.timeNs - b.timeNs);
}
