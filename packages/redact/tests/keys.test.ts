import type { KeyEvent, RawEvent } from '@understudy/recording';
import { describe, expect, test } from 'vitest';
import { accounting, field, focus, testRedactor, textOf, typing, windowTo } from './world.ts';

const second = 1_000_000_000;

async function typed(text: string, element = field('Note')): Promise<string> {
  const redactor = testRedactor();
  redactor.push([windowTo(0, 'Desk'), focus(1, element), ...typing(second, text)]);
  return textOf((await redactor.finish(accounting)).events);
}

describe('keys that may not be known', () => {
  test('keys of a secure field are withheld, how many there were is all that stays', async () => {
    expect(await typed('hunter2', field('Password', { secure: true }))).toBe('□□□□□□□');
  });

  test('a field that is labelled as a password is secure although its role is plain', async () => {
    expect(await typed('hunter2', field('Password'))).toBe('□□□□□□□');
    expect(await typed('hunter2', field('Field 1', { label: 'Password' }))).toBe('□□□□□□□');
  });

  test('what the label beside a field tells of them counts, whatever the page calls it', async () => {
    const keys = await typed('88213', field('Field 1', { label: 'Account number' }));
    expect(keys).not.toContain('88213');
  });

  test('keys before any focus are withheld', async () => {
    const redactor = testRedactor();
    redactor.push([windowTo(0, 'Desk'), ...typing(second, 'hello')]);
    expect(textOf((await redactor.finish(accounting)).events)).toBe('□□□□□');
  });

  test('keys after another window came to the front are withheld until focus is known there', async () => {
    const redactor = testRedactor();
    redactor.push([
      windowTo(0, 'Desk'),
      focus(1, field('Note')),
      ...typing(second, 'one'),
      windowTo(2 * second, 'Other', 2),
      ...typing(3 * second, 'two'),
    ]);
    redactor.push([focus(4 * second, field('Note')), ...typing(5 * second, 'six')]);
    expect(textOf((await redactor.finish(accounting)).events)).toBe('one□□□six');
  });

  test('keys into a terminal are withheld, since a password prompt looks like any line', async () => {
    expect(await typed('sudo', field('', { role: 'terminal' }))).toBe('□□□□');
  });

  test('a dead key makes the run unknown', async () => {
    expect(await typed('caf{Dead}e')).toBe('□□□□□');
  });

  test('hotkeys stay known where characters do not', async () => {
    const redactor = testRedactor();
    const [down, up] = typing(second, '{Control}');
    const [copyDown, copyUp] = typing(second + 1, 'c');
    if (down === undefined || up === undefined || copyDown === undefined || copyUp === undefined)
      throw new Error('no keys');
    redactor.push([
      windowTo(0, 'Desk'),
      down,
      copyDown,
      { ...copyUp },
      { ...up, timeNs: second + 90_000_000 },
    ]);
    expect(textOf((await redactor.finish(accounting)).events)).toBe('c');
  });
});

describe('Control whose release was not recorded', () => {
  const control: KeyEvent = {
    kind: 'key',
    timeNs: second,
    pressed: true,
    stroke: { kind: 'known', code: 'ControlLeft', key: 'Control' },
  };
  const written = 'zoe@corp-mail.de{Enter}';
  const between: readonly (readonly [string, readonly RawEvent[]])[] = [
    ['a pause', [{ kind: 'gap', timeNs: 2 * second, durationNs: second, reason: 'paused' }]],
    [
      'a window that is not allowed',
      [{ kind: 'gap', timeNs: 2 * second, durationNs: second, reason: 'notAllowed' }],
    ],
    ['another window', [windowTo(2 * second, 'Other', 2)]],
    ['ten seconds', []],
  ];

  test.each(between)('commands nothing after %s', async (_, events) => {
    const redactor = testRedactor();
    redactor.push([windowTo(0, 'Desk'), focus(1, field('Note')), control, ...events]);
    redactor.push([focus(11 * second, field('Note')), ...typing(12 * second, written)]);
    expect(textOf((await redactor.finish(accounting)).events)).toMatch(/@example\.(com|org|net)$/u);
  });

  test('a word that was begun before a window that is not allowed is one with its end', async () => {
    const redactor = testRedactor();
    const away = { kind: 'gap', durationNs: second, reason: 'notAllowed' } as const;
    redactor.push([windowTo(0, 'Desk'), focus(1, field('Note')), ...typing(second, 'zoe@corp-')]);
    redactor.push([{ ...away, timeNs: 3 * second }, ...typing(4 * second, 'mail.de{Enter}')]);
    expect(textOf((await redactor.finish(accounting)).events)).toMatch(
      /^\S+@example\.(com|org|net)$/u,
    );
  });

  test('and held over a pause it makes text of what it commanded, never bare', async () => {
    const redactor = testRedactor();
    const pause = {
      kind: 'gap',
      timeNs: 2 * second,
      durationNs: second,
      reason: 'paused',
    } as const;
    redactor.push([windowTo(0, 'Desk'), focus(1, field('Note')), control, pause]);
    redactor.push(typing(4 * second, 'abc'));
    expect(textOf((await redactor.finish(accounting)).events)).toBe('□□□');
  });

  test('commands while it is held', async () => {
    const redactor = testRedactor();
    redactor.push([windowTo(0, 'Desk'), focus(1, field('Password', { secure: true })), control]);
    redactor.push(typing(second + 1, 'ac'));
    expect(textOf((await redactor.finish(accounting)).events)).toBe('ac');
  });
});

describe('typed values become surrogates', () => {
  test('plain text is kept as it was typed', async () => {
    expect(await typed('order 5 blue chairs')).toBe('order 5 blue chairs');
  });

  test('an e-mail address becomes one of a reserved domain', async () => {
    const text = await typed('write to zoe@corp-mail.de now');
    expect(text).toMatch(/^write to [a-z.]+\d*@example\.(com|org|net) now$/u);
  });

  test('a value is found although it was corrected while typing', async () => {
    const text = await typed('zoe@corp-x{Backspace}mail.de');
    expect(text).toMatch(/^[a-z.]+\d*@example\.(com|org|net)$/u);
  });

  test('a value that was erased again leaves no trace', async () => {
    const redactor = testRedactor();
    const keys = typing(second, `zoe@corp.de${'{Backspace}'.repeat(11)}fine`);
    redactor.push([windowTo(0, 'Desk'), focus(1, field('Note')), ...keys]);
    const { events } = await redactor.finish(accounting);
    const pressed = events.flatMap((event) =>
      event.kind === 'key' && event.pressed && event.stroke.kind === 'known'
        ? event.stroke.key
        : [],
    );
    expect(pressed.join('')).toBe('fine');
  });

  test('a value typed in two runs of one field is withheld in the second', async () => {
    const redactor = testRedactor();
    redactor.push([windowTo(0, 'Desk'), focus(1, field('Note')), ...typing(second, 'sales')]);
    redactor.push([
      { kind: 'pointerButton', timeNs: 2 * second, x: 30, y: 30, button: 'left', pressed: true },
      ...typing(3 * second, '@corp.de'),
    ]);
    expect(textOf((await redactor.finish(accounting)).events)).toBe('sales□□□□□□□□');
  });

  test('times rise and stay within the time of typing', async () => {
    const redactor = testRedactor();
    const keys = typing(second, 'mail zoe@corp.de and 4111 1111 1111 1111 please{Enter}');
    redactor.push([windowTo(0, 'Desk'), focus(1, field('Note')), ...keys]);
    const { events } = await redactor.finish(accounting);
    const times = events.flatMap((event) => (event.kind === 'key' ? [event.timeNs] : []));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(second);
    expect(times.at(-1)).toBeLessThanOrEqual(keys.at(-1)?.timeNs ?? 0);
  });
});

describe('cutting', () => {
  test('a field still being typed is held for the next cut, whole', async () => {
    const redactor = testRedactor();
    const keys = typing(29 * second, 'zoe@corp.de{Enter}');
    redactor.push([windowTo(0, 'Desk'), focus(1, field('Note')), ...keys.slice(0, 10)]);
    const first = await redactor.cut(30 * second, accounting);
    redactor.push(keys.slice(10));
    const second_ = await redactor.finish(accounting);
    expect(textOf(first.events)).toBe('');
    expect(textOf(second_.events)).toMatch(/@example\./u);
    expect([first.index, second_.index]).toEqual([0, 1]);
  });

  test('a text that goes on for long is cut at a space well before its end', async () => {
    const redactor = testRedactor();
    const prose = 'the quick brown fox jumps over the lazy dog and '.repeat(6);
    redactor.push([
      windowTo(0, 'Desk'),
      focus(1, field('Note')),
      ...typing(second, `${prose}zoe@corp`),
    ]);
    const first = textOf((await redactor.cut(31 * second, accounting)).events);
    redactor.push(typing(32 * second, '.de{Enter}'));
    const rest = textOf((await redactor.finish(accounting)).events);
    expect(first.length).toBeGreaterThan(100);
    expect(prose.startsWith(first)).toBe(true);
    expect(first + rest).not.toContain('corp');
    expect(rest).toMatch(/@example\./u);
  });
});
