import type { Box, TextBox } from '@understudy/recording';
import { describe, expect, test } from 'vitest';
import type { WindowStructure } from '../ports.ts';
import {
  compareWindow,
  isPainted,
  type ExplainedWindow,
  type LingeringText,
  type ShownWindow,
} from './frame-comparison.ts';

const size = { width: 120, height: 100 };
const lineHeight = 10;
const boxOf = (line: number): Box => ({ x: 5, y: line * lineHeight, width: 100, height: 8 });

/** Which page, and each line of it: its text, '' for a line that is left blank. */
interface Page {
  readonly id: string;
  readonly lines: readonly string[];
  readonly secure?: boolean;
}

const structureOf = ({ id, lines, secure = false }: Page): WindowStructure => {
  const shown = [...lines.entries()].filter(([, text]) => text !== '');
  return {
    texts: shown.map(([line, text]): TextBox => ({
      box: boxOf(line),
      text: secure ? '' : text,
      role: secure ? 'image' : 'text',
      secure,
    })),
    keys: shown.map(([line]) => `${id}:${line}`),
    url: null,
    pageTitle: '',
    isPrivate: false,
  };
};

/** Each letter as a column of ink whose height is told by the letter. */
const paint = ({ lines }: Page): Uint8Array => {
  const pixels = new Uint8Array(size.width * size.height * 4).fill(255);
  for (const [line, text] of lines.entries()) {
    for (const [place, letter] of Array.from(text).entries()) {
      const height = ((letter.codePointAt(0) ?? 0) % 7) + 1;
      const { x, y } = boxOf(line);
      for (let row = 0; row < height; row += 1) {
        for (let column = 0; column < 4; column += 1) {
          pixels[((y + row) * size.width + x + place * 5 + column) * 4 + 1] = 0;
        }
      }
    }
  }
  return pixels;
};

const second = 1e9;
const show = (painted: Page, told: Page, seenNs = 0): ShownWindow => ({
  size,
  seenNs,
  pixels: paint(painted),
  structure: structureOf(told),
  covers: [],
});
const explained = (page: Page): ExplainedWindow => ({ ...show(page, page), lingering: [] });
const textsOf = (lingering: readonly LingeringText[]): readonly string[] =>
  lingering.map(({ text }) => text.text);

const list: Page = {
  id: 'list',
  lines: ['Orders', 'Nadia Brandt', 'Owen Castell', 'nadia@example.org', '12 Elm Row', 'Next'],
};
const form: Page = {
  id: 'form',
  lines: ['Order 7', 'Customer', 'Street', 'Quantity', 'Note', 'Save', 'Cancel'],
};

describe('a page that is told before it is painted', () => {
  test('is not believed, and what was told before still stands there', () => {
    const compared = compareWindow(explained(list), show(list, form));
    expect(compared).toMatchObject({ kind: 'unpainted' });
    if (compared.kind === 'moved') throw new Error('Nothing moved.');
    expect(textsOf(compared.lingering)).toEqual(list.lines);
  });

  test('is believed once it is painted', () => {
    expect(compareWindow(explained(list), show(form, form))).toMatchObject({
      kind: 'agreeing',
      lingering: [],
    });
  });

  test('of few words is no reason to doubt, yet what stands there counts', () => {
    const empty: Page = { id: 'empty', lines: ['Wait'] };
    const compared = compareWindow(explained(list), show(list, empty));
    expect(compared).toMatchObject({ kind: 'agreeing' });
    if (compared.kind === 'moved') throw new Error('Nothing moved.');
    expect(textsOf(compared.lingering)).toEqual(list.lines);
  });

  test('of which a part is painted leaves the rest of the page before', () => {
    const half: Page = { id: 'half', lines: [...form.lines.slice(0, 4), ...list.lines.slice(4)] };
    const compared = compareWindow(explained(list), show(half, form));
    if (compared.kind === 'moved') throw new Error('Nothing moved.');
    expect(textsOf(compared.lingering)).toEqual(['12 Elm Row', 'Next']);
  });

  test('that goes on lingering is known from one frame to the next', () => {
    const empty: Page = { id: 'empty', lines: ['Wait'] };
    const first = show(list, empty, second);
    const compared = compareWindow(explained(list), first);
    if (compared.kind === 'moved') throw new Error('Nothing moved.');
    const again = compareWindow({ ...first, ...compared }, show(list, empty, 4 * second));
    if (again.kind === 'moved') throw new Error('Nothing moved.');
    expect(textsOf(again.lingering)).toEqual(list.lines);
    const gone = compareWindow({ ...first, ...compared }, show(empty, empty, 4 * second));
    expect(gone).toMatchObject({ kind: 'agreeing', lingering: [] });
  });

  test('that is the same page loaded again is the same', () => {
    const again = { ...list, id: 'again' };
    expect(compareWindow(explained(list), show(list, again))).toMatchObject({
      kind: 'agreeing',
      lingering: [],
    });
  });

  test('is no matter of what another window covers', () => {
    const covered = { ...show(list, form), covers: [{ x: 0, y: 0, ...size }] };
    expect(compareWindow(explained(list), covered)).toMatchObject({ kind: 'agreeing' });
  });
});

test('rows of a list that differ in one letter are other rows', () => {
  const rows = (from: number): Page => ({
    id: `from${from}`,
    lines: Array.from({ length: 9 }, (_, line) => `Row of orders 1${line + from}`),
  });
  expect(compareWindow(explained(rows(0)), show(rows(1), rows(1)))).toMatchObject({
    kind: 'agreeing',
    lingering: [],
  });
});

test('an object of which other words are told is believed', () => {
  const renamed = { ...list, lines: list.lines.map((line) => `${line}!`) };
  expect(compareWindow(explained(list), show(list, renamed))).toMatchObject({
    kind: 'agreeing',
    lingering: [],
  });
});

test('what went away and did not change lingers for five seconds', () => {
  const layer: Page = { id: 'layer', lines: ['Orders', 'Nadia'], secure: true };
  const none: Page = { id: 'none', lines: [] };
  const first = show(layer, none, second);
  const compared = compareWindow(explained(layer), first);
  if (compared.kind === 'moved') throw new Error('Nothing moved.');
  expect(compared.lingering).toHaveLength(2);
  const at = (seenNs: number): unknown =>
    compareWindow({ ...first, ...compared }, show(layer, none, seenNs));
  expect(at(5.9 * second)).toMatchObject({ lingering: [{}, {}] });
  expect(at(6 * second)).toMatchObject({ lingering: [] });
});

test('a caret that went lets a text linger, another letter does not', () => {
  const field: Page = { id: 'field', lines: ['nadia@example.org', 'Street'] };
  const withCaret = explained(field);
  for (let row = 0; row < 8; row += 1) withCaret.pixels[(row * size.width + 98) * 4 + 1] = 0;
  const empty: Page = { id: 'empty', lines: ['Wait'] };
  const held = compareWindow(withCaret, show(field, empty));
  if (held.kind === 'moved') throw new Error('Nothing moved.');
  expect(textsOf(held.lingering)).toEqual(field.lines);
  // They differ in two columns, as letters may.
  const other = paint(field);
  for (let row = 0; row < 3; row += 1) other[(row * size.width + 20) * 4 + 1] = 128;
  const changed = compareWindow(explained(field), { ...show(field, empty), pixels: other });
  if (changed.kind === 'moved') throw new Error('Nothing moved.');
  expect(textsOf(changed.lingering)).toEqual(['Street']);
});

test('what a popup covered before the page was told may still stand there', () => {
  const before = { ...explained(list), covers: [boxOf(1)] };
  const compared = compareWindow(before, show(list, { id: 'empty', lines: [] }));
  if (compared.kind === 'moved') throw new Error('Nothing moved.');
  expect(textsOf(compared.lingering)).toEqual(list.lines);
});

test('words told anew at one place do not add up', () => {
  const tick = (count: number): Page => ({ id: `tick${count}`, lines: [`${count} s`] });
  const painted: Page = { id: 'icon', lines: ['icon'] };
  let before: ExplainedWindow = { ...show(painted, tick(0)), lingering: [] };
  for (let count = 1; count < 9; count += 1) {
    const now = show(painted, tick(count));
    const compared = compareWindow(before, now);
    if (compared.kind === 'moved') throw new Error('Nothing moved.');
    before = { ...now, lingering: compared.lingering };
  }
  expect(textsOf(before.lingering)).toEqual(['0 s']);
});

test('texts that stay where the pixels changed have moved', () => {
  const scrolled = { ...list, lines: ['', ...list.lines] };
  expect(compareWindow(explained(list), show(scrolled, list))).toEqual({ kind: 'moved' });
});

test('another page counts as painted where half of the place of the one before was', () => {
  const compared = compareWindow(explained(list), show(form, form));
  if (compared.kind !== 'agreeing' || compared.gonePlace === null) throw new Error('It is other.');
  const place = compared.gonePlace;
  expect(place).toEqual({ x: 5, y: 0, width: 100, height: 58 });
  const isAfter = (atNs: number, seenNs: number, box: Box): boolean =>
    isPainted({ seenNs, paints: [{ atNs: 2 * second, boxes: [box] }] }, { atNs, place });
  const half = { ...place, height: 30 };
  expect(isAfter(second, 3 * second, half)).toBe(true);
  expect(isAfter(second, 3 * second, { ...half, height: 28 })).toBe(false);
  expect(isAfter(2 * second, 3 * second, half)).toBe(false);
  expect(isAfter(2 * second, 7 * second, half)).toBe(true);
});
