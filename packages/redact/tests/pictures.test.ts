/** Areas that no structure explains: what a session's frames show of them. */
import { createId } from '@understudy/base';
import type { Box, RawFrame, RecordingEvent, TextBox } from '@understudy/recording';
import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createPictureReader } from '../src/index.ts';
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

/** The screen after each stored frame, and what was covered. */
async function redact(
  frames: readonly RawFrame[],
  { limits = enough, readWords = readByTesseract } = {},
) {
  const redactor = testRedactor({ pictures: createPictureReader({ clock, limits, readWords }) });
  redactor.push(frames);
  const { events } = await redactor.finish(accounting);
  const screens: Uint8Array[] = [];
  let screen = Buffer.alloc(size.width * size.height * 4);
  for (const event of events) {
    if (event.kind !== 'screen') continue;
    screen = await sharp(screen, { raw: { ...size, channels: 4 } })
      .composite(
        event.patches.map(({ data, x, y }) => ({ input: Buffer.from(data), left: x, top: y })),
      )
      .raw()
      .toBuffer();
    screens.push(toScreen(screen));
  }
  return { screens, events };
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
  expect(heights.at(-1)).toBeLessThan(note.height);
});

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

test.each<[string, Parameters<typeof redact>[1]]>([
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
