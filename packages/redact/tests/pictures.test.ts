/** Areas that no structure explains: what a session's frames show of them. */
import { createId } from '@understudy/base';
import type { Box, RawEvent, RawFrame, RecordingEvent, TextBox } from '@understudy/recording';
import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createPictureReader, type ContributorRules } from '../src/index.ts';
import type { GreyImage } from '../src/ocr/recognizer.ts';
import { readByTesseract, type ReadWords } from '../src/ocr/tesseract.ts';
import { accounting, browserWindow, clock, seededRandom, testRedactor } from './world.ts';

const size = { width: 480, height: 240 };
const all: Box = { x: 0, y: 0, ...size };
const hasTesseract = spawnSync('tesseract', ['--version']).status === 0;
if (!hasTesseract)
  console.warn('tesseract is not installed: the tests that read pictures are skipped.');
const seconds = 1e9;

const label: Box = { x: 20, y: 12, width: 130, height: 24 };
const name: Box = { x: 200, y: 12, width: 120, height: 24 };
const scribble: Box = { x: 20, y: 120, width: 100, height: 50 };
const frameOfButton: Box = { x: 200, y: 130, width: 120, height: 1 };
const note: Box = { x: 20, y: 200, width: 300, height: 30 };

const form = (lastLine = '', status = 'Shipped'): string =>
  `<text x="20" y="30">Customer name</text><text x="200" y="30">Jane Holloway</text>
   <text x="20" y="70">Order status</text><text x="200" y="70">${status}</text>
   <path d="M30 150q20-30 40 0q20 30 40-10q5-10 10 4" fill="none" stroke="#225" stroke-width="2"/>
   <rect x="200.5" y="130.5" width="120" height="40" fill="none" stroke="#888"/>
   <text x="215" y="155">Save changes</text><text x="20" y="220">${lastLine}</text>`;

/** As a screen has it: B, G, R, X. */
async function draw(body: string): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><rect width="100%" height="100%" fill="#fff"/><g font-size="16" font-family="Liberation Sans">${body}</g></svg>`;
  const rgba = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  return toScreen(rgba);
}

function toScreen(rgba: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(rgba.length);
  for (let at = 0; at < rgba.length; at += 4)
    pixels.set([rgba[at + 2] ?? 0, rgba[at + 1] ?? 0, rgba[at] ?? 0, 255], at);
  return pixels;
}

const unexplained: TextBox = { box: all, text: '', role: 'image', secure: true, picture: true };

function frameOf(pixels: Uint8Array, timeNs: number, damage: readonly Box[] = [all]): RawFrame {
  const frame = createId('frame', clock, seededRandom(timeNs % 997));
  const windows = [browserWindow([unexplained], { box: all })];
  return { kind: 'rawFrame', timeNs, frame, size, cause: 'damage', pixels, damage, windows };
}

const enough = { share: 1, reserveMs: 1e9, patienceMs: 250_000 };

interface RedactOptions {
  readonly limits: typeof enough;
  readonly readWords: ReadWords;
  readonly rules: ContributorRules;
}

/** The screen after each stored frame, and what was covered. */
async function redact(
  events: readonly RawEvent[],
  { limits = enough, readWords = readByTesseract, rules = {} }: Partial<RedactOptions> = {},
) {
  const pictures = createPictureReader({ clock, limits, readWords });
  const redactor = testRedactor({ pictures, rules });
  redactor.push(events);
  const { events: clean } = await redactor.finish(accounting);
  const screens: Uint8Array[] = [];
  let screen = Buffer.alloc(size.width * size.height * 4);
  for (const event of clean) {
    if (event.kind !== 'screen') continue;
    screen = await sharp(screen, { raw: { ...size, channels: 4 } })
      .composite(
        event.patches.map(({ data, x, y }) => ({ input: Buffer.from(data), left: x, top: y })),
      )
      .raw()
      .toBuffer();
    screens.push(toScreen(screen));
  }
  return { screens, events: clean };
}

function part(pixels: Uint8Array | undefined, box: Box): readonly number[] {
  const shown: number[] = [];
  for (let y = box.y; y < box.y + box.height; y += 1) {
    const from = (y * size.width + box.x) * 4;
    shown.push(...(pixels ?? []).slice(from, from + box.width * 4));
  }
  return shown;
}
const coloursOf = (pixels: Uint8Array | undefined, box: Box): ReadonlySet<string> => {
  const shown = part(pixels, box);
  return new Set(shown.flatMap((_, at) => (at % 4 === 0 ? [shown.slice(at, at + 3).join()] : [])));
};
const white = new Set(['255,255,255']);
const cover = new Set(['128,128,128']);
const rulesOf = (events: readonly RecordingEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'redaction' ? event.boxes : [])).map((box) => box.rule);

test.skipIf(!hasTesseract)(
  'a picture that was read shows its labels and lines, stand-ins for its values, and nothing else',
  async () => {
    const pixels = await draw(form());
    const { screens, events } = await redact([frameOf(pixels, 1)]);
    const [screen] = screens;
    expect(part(screen, label)).toEqual(part(pixels, label));
    expect(part(screen, frameOfButton)).toEqual(part(pixels, frameOfButton));
    expect(part(screen, name)).not.toEqual(part(pixels, name));
    expect(coloursOf(screen, scribble)).toEqual(white);
    expect(rulesOf(events)).toEqual(['picture', 'label.name']);
  },
);

test.skipIf(!hasTesseract)('a line that changed is read again, and no other', async () => {
  const heights: number[] = [];
  const readWords: ReadWords = (image) => {
    heights.push(image.height);
    return readByTesseract(image);
  };
  const [before, after] = [await draw(form()), await draw(form('Deliver by the back door'))];
  const frames = [frameOf(before, 1), frameOf(after, 2 * seconds, [note])];
  const { screens } = await redact(frames, { readWords });
  expect(part(screens.at(-1), note)).toEqual(part(after, note));
  expect(heights.length).toBeGreaterThan(2);
  expect(heights.at(-1)).toBeLessThan(2 * note.height);
});

test.skipIf(!hasTesseract)(
  'a line is read with white all around it and no more; a panel in which nothing is written is not',
  async () => {
    const images: GreyImage[] = [];
    const readWords: ReadWords = (image) => {
      images.push(image);
      return readByTesseract(image);
    };
    const pixels = await draw(
      '<text x="200" y="60">Order status</text><rect x="0" y="120" width="480" height="60" fill="#def"/>',
    );
    const { screens } = await redact([frameOf(pixels, 1)], { readWords });
    const words: Box = { x: 195, y: 44, width: 100, height: 20 };
    expect(part(screens[0], words)).toEqual(part(pixels, words));
    expect(images.length).toBe(1);
    const [{ data, width, height } = { data: [], width: 0, height: 0 }] = images;
    expect(width).toBeLessThan(120);
    for (const [at, grey] of data.entries()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      if (Math.min(x, y, width - 1 - x, height - 1 - y) < 6) expect(grey).toBe(255);
    }
  },
);

test('a word that seems to reach out of its line shows nothing of the one under it', async () => {
  const pixels = await draw(
    '<text x="20" y="60">Information</text><text x="20" y="78">4485 0211 7730</text>',
  );
  let readings = 0;
  const readWords: ReadWords = ({ width, height }) => {
    readings += 1;
    const box = { x: 0, y: 0, width, height };
    return Promise.resolve(readings === 1 ? [{ text: 'Information', confidence: 0.9, box }] : []);
  };
  const { screens } = await redact([frameOf(pixels, 1)], { readWords });
  expect(readings).toBe(2);
  const line: Box = { x: 20, y: 47, width: 80, height: 13 };
  expect(part(screens[0], line)).toEqual(part(pixels, line));
  expect(coloursOf(screens[0], { x: 0, y: 65, width: 200, height: 20 })).toEqual(white);
});

test.skipIf(!hasTesseract)('a line of a table is shown, and nobody asked to read it', async () => {
  const heights: number[] = [];
  const readWords: ReadWords = (image) => {
    heights.push(image.height);
    return readByTesseract(image);
  };
  const rule: Box = { x: 20, y: 95, width: 400, height: 1 };
  const pixels = await draw(
    '<text x="20" y="60">Order status</text><path d="M20 95.5h400" stroke="#888"/><text x="20" y="140">Shipped</text>',
  );
  const { screens } = await redact([frameOf(pixels, 1)], { readWords });
  expect(part(screens[0], rule)).toEqual(part(pixels, rule));
  expect(heights).toHaveLength(2);
  expect(Math.min(...heights)).toBeGreaterThan(8);
});

/** Two columns of lines that stand beside each other at other heights, 30 pixels apart. */
const columns = (moved: number): string =>
  `<text x="20" y="60">Full name</text><text x="20" y="88">Delivery note</text><text x="20" y="116">Orders</text>
   ${['Marta Lindqvist', 'Back door', 'Blue chairs'].map((text, line) => `<text x="160" y="${74 + line * 28 - moved}">${text}</text>`).join('')}`;

test.skipIf(!hasTesseract)(
  'of lines in two columns a value is found by its label, and those that did not move are not read again',
  async () => {
    const widths: number[] = [];
    const readWords: ReadWords = (image) => {
      widths.push(image.width);
      return readByTesseract(image);
    };
    const [before, after] = [await draw(columns(0)), await draw(columns(2))];
    const frames = [frameOf(before, 1), frameOf(after, 2 * seconds)];
    const { screens } = await redact(frames, { readWords });
    const value: Box = { x: 158, y: 60, width: 120, height: 16 };
    expect(part(screens[0], value)).not.toEqual(part(before, value));
    expect(coloursOf(screens[0], value).size).toBeGreaterThan(1);
    expect(Math.max(...widths)).toBeLessThan(size.width);
    expect(widths).toHaveLength(6);
  },
);

/** A page beside its navigation, scrolled by so much: its lines meet other entries then. */
const besideNavigation = (scrolled: number): string =>
  `<rect width="170" height="240" fill="#f3f5f8"/>
   ${['Overview', 'Orders', 'Customers', 'Reports'].map((text, line) => `<text x="20" y="${40 + line * 50}">${text}</text>`).join('')}
   ${['Delivery note', 'Back door', 'Blue chairs', 'Last saved', 'Please wait', 'All changes'].map((text, line) => `<text x="190" y="${30 + line * 44 - scrolled}">${text}</text>`).join('')}`;

test.skipIf(!hasTesseract)(
  'of a page that scrolls beside its navigation only lines that came in are read',
  async () => {
    const read: string[] = [];
    const readWords: ReadWords = async (image) => {
      const words = await readByTesseract(image);
      read.push(words.map(({ text }) => text).join(' '));
      return words;
    };
    const [before, after] = [await draw(besideNavigation(0)), await draw(besideNavigation(44))];
    const page: Box = { x: 170, y: 0, width: 310, height: 240 };
    const frames = [frameOf(before, 1), frameOf(after, 2 * seconds, [page])];
    const { screens } = await redact(frames, { readWords });
    expect(read).toContain('Customers');
    expect(read).toContain('Blue chairs');
    expect(read.slice(-1)).toEqual(['All changes']);
    expect(read.filter((text) => text !== '')).toHaveLength(10);
    const entry: Box = { x: 20, y: 126, width: 90, height: 18 };
    expect(part(screens.at(-1), entry)).toEqual(part(after, entry));
  },
);

test.skipIf(!hasTesseract)('a line that is being written is covered until it rests', async () => {
  const frames = [
    frameOf(await draw(form('Call')), 1),
    frameOf(await draw(form('Call the')), 1 + 0.5 * seconds, [note]),
    frameOf(await draw(form('Call the driver')), 1 + seconds, [note]),
  ];
  const written = { ...note, y: 210, width: 60, height: 8 };
  const { screens } = await redact(frames);
  expect(coloursOf(screens[0], written)).toEqual(cover);
  expect(coloursOf(screens.at(-1), written)).not.toEqual(cover);
});

test.skipIf(!hasTesseract)(
  'a line that was typed is not read before it rested for long',
  async () => {
    const key: RawEvent = {
      kind: 'key',
      timeNs: 1.5 * seconds,
      pressed: true,
      stroke: { kind: 'withheld', reason: 'unknownField' },
    };
    const frames = [
      frameOf(await draw(form()), 1),
      frameOf(await draw(form('Call the')), 2 * seconds, [note]),
    ];
    const { screens } = await redact([frames[0], key, frames[1]].flatMap((event) => event ?? []));
    const written = { ...note, y: 210, width: 60, height: 8 };
    expect(coloursOf(screens.at(-1), written)).toEqual(cover);
  },
);

const bars = Array.from({ length: 24 }, (_, bar) => {
  const wide = 2 + 2 * ((bar * 7) % 3);
  return `<rect x="${40 + bar * 10}" y="40" width="${wide}" height="90" shape-rendering="crispEdges"/>`;
});
const modulesOf = (sizePx: number, count: number): string =>
  Array.from({ length: count * count }, (_, at) => {
    const [x, y] = [60 + (at % count) * sizePx, 20 + Math.floor(at / count) * sizePx];
    return (at * at * 31 + at * 17) % 7 < 3
      ? `<rect x="${x}" y="${y}" width="${sizePx}" height="${sizePx}" shape-rendering="crispEdges"/>`
      : '';
  }).join('');

test.skipIf(!hasTesseract).each([
  [
    'a signature',
    '<path d="M40 120q30-90 60-10q10 30 30-20q20-50 40 10q10 30 40-20q20-40 50 10q20 30 60-30q20-20 60 20" fill="none" stroke="#000" stroke-width="4"/>',
  ],
  ['a bar code', bars.join('')],
  ['a square code', modulesOf(8, 25)],
  ['a square code of large modules', modulesOf(12, 17)],
  ['a code in large digits', '<text x="20" y="150" font-size="120" font-weight="bold">4821</text>'],
])('of %s hardly anything is left', async (_, body) => {
  const pixels = await draw(body);
  const { screens } = await redact([frameOf(pixels, 1)]);
  let ink = 0;
  let left = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if ((pixels[at] ?? 0) > 40) continue;
    ink += 1;
    if ((screens[0]?.[at] ?? 0) <= 40) left += 1;
  }
  expect(left / ink).toBeLessThan(0.15);
});

test.skipIf(!hasTesseract)('what a person never wants shown is not read', async () => {
  const rules = { areas: [{ app: 'chromium', ...label }] };
  const { screens } = await redact([frameOf(await draw(form()), 1)], { rules });
  expect(coloursOf(screens[0], label)).toEqual(cover);
});

test('a photograph is not read, and covered whole', async () => {
  const noise = new Uint8Array(size.width * size.height * 4);
  let state = 1;
  for (let at = 0; at < noise.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    noise[at] = state >>> 24;
  }
  const readWords: ReadWords = () => Promise.reject(new Error('It was read.'));
  const { screens } = await redact([frameOf(noise, 1)], { readWords });
  expect(coloursOf(screens[0], all)).toEqual(cover);
});

test.each<[string, Partial<RedactOptions>]>([
  ['the budget is spent', { limits: { ...enough, reserveMs: 0, share: 0 } }],
  ['reading fails', { readWords: () => Promise.reject(new Error('No recognizer.')) }],
  [
    'reading takes too long',
    { limits: { ...enough, patienceMs: 0 }, readWords: () => new Promise(() => {}) },
  ],
])('where %s, what is written stays covered', async (_, options) => {
  const pixels = await draw(form());
  const { screens } = await redact([frameOf(pixels, 1)], options);
  for (const box of [label, name, scribble]) {
    const middle = { ...box, y: box.y + 10, height: 4 };
    expect(coloursOf(screens[0], middle)).toEqual(cover);
  }
});
