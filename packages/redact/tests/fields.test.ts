import type { Box } from '@understudy/recording';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePicture } from '../src/image/decode-picture.ts';
import type { Canvas } from '../src/pixels/canvas.ts';
import { bullets, type Cover } from '../src/pixels/cover.ts';
import { drawClean } from '../src/pixels/draw-clean.ts';
import { createRoomBeside } from '../src/pixels/room-beside.ts';

const page = 0xfff4f6f8;
const frameColour = 0xff8090a0;
const ground = 0xffffffff;
const hex = (word: number): string => `#${(word & 0xffffff).toString(16)}`;

interface FieldText {
  readonly text: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly x?: number;
  readonly y?: number;
  readonly sizePx?: number;
  readonly ink?: string;
}

/** As a box tells it, which reaches two pixels beyond the control: a page's ground, a frame with round corners, and a text. */
const fieldOf = (
  width: number,
  { text, anchor = 'start', x = 0, y = 20, sizePx = 14, ink = '#202020' }: FieldText,
): Promise<Canvas> => {
  const at = { start: 11, middle: width / 2, end: width - 11 }[anchor] + x;
  return decodePicture(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="30"><rect width="100%" height="100%" fill="${hex(page)}"/><rect x="2.5" y="2.5" width="${width - 5}" height="25" rx="4" fill="${hex(ground)}" stroke="${hex(frameColour)}"/><text x="${at}" y="${y}" text-anchor="${anchor}" font-size="${sizePx}" font-family="Liberation Sans" fill="${ink}">${text}</text></svg>`,
    ),
  );
};

const clean = async (field: Canvas, raw: string, text: string): Promise<Canvas> => ({
  ...field,
  words: await drawClean(field.words, field, raw, text),
});

/** The box of what is neither ground nor frame. */
function inkBox({ words, width, height }: Canvas): Box {
  const inside = [...words.entries()].filter(([at, word]) => {
    const [column, row] = [at % width, Math.floor(at / width)];
    const isInside = column > 5 && row > 5 && column < width - 6 && row < height - 6;
    return isInside && word !== ground;
  });
  const columns = inside.map(([at]) => at % width);
  const rows = inside.map(([at]) => Math.floor(at / width));
  const [x, y] = [Math.min(...columns), Math.min(...rows)];
  return { x, y, width: Math.max(...columns) + 1 - x, height: Math.max(...rows) + 1 - y };
}

const endOf = ({ x, width }: Box): number => x + width;
const middleOf = ({ x, width }: Box): number => x + width / 2;

describe('a stand-in in a field', () => {
  test.each([40, 60, 120, 240])(
    'is as high as what it stands for, in a frame with round corners that stays, of %i px',
    async (width) => {
      const field = await fieldOf(width, { text: 'Leo' });
      const drawn = await clean(field, 'Leo', 'Zel');
      const [before, after] = [inkBox(field), inkBox(drawn)];
      expect(Math.abs(after.height - before.height)).toBeLessThanOrEqual(1);
      expect(Math.abs(after.x - before.x)).toBeLessThanOrEqual(1);
      expect(drawn.words[2 * width + width / 2]).toBe(frameColour);
      expect(drawn.words[15 * width + 2]).toBe(frameColour);
      expect(drawn.words[15 * width]).toBe(page);
    },
  );

  test('ends where it ended, or has its middle there', async () => {
    for (const [anchor, placeOf] of [
      ['end', endOf],
      ['middle', middleOf],
    ] as const) {
      const field = await fieldOf(200, { text: 'Ana Ruiz', anchor });
      const drawn = await clean(field, 'Ana Ruiz', 'Theodora Selwick');
      expect(Math.abs(placeOf(inkBox(drawn)) - placeOf(inkBox(field)))).toBeLessThanOrEqual(2);
    }
  });

  test('is drawn in the ink of its value, and not in that of the frame', async () => {
    const drawn = await clean(await fieldOf(240, { text: 'Leo' }), 'Leo', 'Zel');
    const { x, y, width, height } = inkBox(drawn);
    const greys = Array.from({ length: width * height }, (_, at) => {
      const [column, row] = [x + (at % width), y + Math.floor(at / width)];
      return (drawn.words[row * drawn.width + column] ?? 0) & 255;
    });
    expect(Math.min(...greys)).toBeLessThan(0x48);
  });

  test.each(['jng', 'priya.r', 'mira'])(
    'is as large as %s, of which the dots stand apart from the rest',
    async (text) => {
      const drawn = await clean(await fieldOf(160, { text }), text, 'Hx');
      const usual = inkBox(await fieldOf(160, { text: 'Hx' }));
      expect(Math.abs(inkBox(drawn).height - usual.height)).toBeLessThanOrEqual(1);
    },
  );

  test('is as large as what is seen of a text whose end, and all of its tall letters, are cut off', async () => {
    const field = await fieldOf(60, { text: 'nina.sousa' });
    const drawn = await clean(field, 'nina.sousa@corp-mail.de, Lapa', 'Hx');
    expect(
      inkBox(drawn).height - inkBox(await fieldOf(60, { text: 'Hx' })).height,
    ).toBeGreaterThanOrEqual(-2);
  });

  test('leaves nothing of ink that reaches into its frame, or beyond', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -20, max: 90 }),
        fc.integer({ min: 6, max: 34 }),
        async (x, y) => {
          const field = await fieldOf(100, { text: 'Okonkwo', x, y, ink: '#d00000' });
          const { words } = await clean(field, 'Okonkwo', '');
          const isReddish = (word: number): boolean =>
            ((word >>> 16) & 255) > ((word >>> 8) & 255) + 8;
          expect(words.some(isReddish)).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });

  test.each(['start', 'middle', 'end'] as const)(
    'tells not how long a password is, at the %s of its field',
    async (anchor) => {
      const pictures = await Promise.all(
        ['••', '•••••', '••••••••••'].map(async (text) =>
          clean(await fieldOf(200, { text, anchor }), '', bullets),
        ),
      );
      const [first, ...others] = pictures.map(({ words }) => Buffer.from(words.buffer));
      for (const other of others) expect(other).toEqual(first);
    },
  );
});

const screen = { width: 300, height: 60 };
const textPlace: Box = { x: 20, y: 20, width: 34, height: 20 };

/** White, with the ink of a short text, and of what else is given. */
function screenWith(...more: readonly Box[]): Canvas {
  const words = new Uint32Array(screen.width * screen.height).fill(ground);
  for (const { x, y, width, height } of [{ x: 23, y: 25, width: 28, height: 11 }, ...more])
    for (let row = y; row < y + height; row += 1)
      words.fill(0xff202020, row * screen.width + x, row * screen.width + x + width);
  return { ...screen, words };
}

const coverOf = (box: Box, raw = 'Kyiv', text = 'Sampleford'): Cover => ({
  box,
  kind: 'location',
  layer: 'L3',
  rule: 'test',
  draw: { origin: box, raw, clean: text },
});
const whole: Box = { x: 0, y: 0, ...screen };

describe('the room for a stand-in that is longer than its text', () => {
  const endWith = (canvas: Canvas, ...others: readonly Cover[]): number => {
    const [cover] = createRoomBeside()(canvas, [coverOf(textPlace), ...others], [whole]);
    expect(cover?.draw?.origin).toEqual(cover?.box);
    return endOf(cover?.box ?? textPlace);
  };

  test('is the free ground beside it, as far as it is needed', () => {
    expect(endWith(screenWith())).toBeGreaterThan(20 + 34 * 2);
    expect(endWith(screenWith())).toBeLessThan(20 + 34 * 4);
  });

  test('ends before the next ink, and before what else is covered', () => {
    const next = { x: 70, y: 30, width: 4, height: 4 };
    expect(endWith(screenWith(next))).toBeGreaterThan(endOf(textPlace));
    expect(endWith(screenWith(next))).toBeLessThan(next.x);
    expect(endWith(screenWith(), coverOf(next))).toBeLessThan(next.x);
  });

  test('is only its own in a frame, in a field with free room, of several lines, and where it is no longer', () => {
    const frame = [
      { x: 20, y: 20, width: 34, height: 1 },
      { x: 20, y: 39, width: 34, height: 1 },
      { x: 20, y: 20, width: 1, height: 20 },
      { x: 53, y: 20, width: 1, height: 20 },
    ];
    const alone = (canvas: Canvas, cover: Cover): readonly Cover[] =>
      createRoomBeside()(canvas, [cover], [whole]);
    for (const [canvas, cover] of [
      [screenWith(...frame), coverOf(textPlace)],
      [screenWith(), coverOf({ ...textPlace, width: 90 })],
      [screenWith(), coverOf({ ...textPlace, y: 5, height: 48 })],
      [screenWith(), coverOf(textPlace, 'Kyiv', 'Ulm')],
      [screenWith(), { ...coverOf(textPlace), box: { ...textPlace, width: 20 } }],
    ] as const)
      expect(alone(canvas, cover)).toEqual([cover]);
  });

  test('is the same while nothing changes there, and smaller once something else stands in it', () => {
    const withRoom = createRoomBeside();
    const cover = coverOf(textPlace);
    const ink = { x: 90, y: 30, width: 4, height: 4 };
    const [before] = withRoom(screenWith(), [cover], [whole]);
    const [same] = withRoom(screenWith(), [cover], [{ x: 0, y: 0, width: 10, height: 10 }]);
    const [after] = withRoom(screenWith(ink), [cover], [ink]);
    expect(same).toEqual(before);
    expect(endOf(before?.box ?? ink)).toBeGreaterThan(ink.x);
    expect(endOf(after?.box ?? ink)).toBeLessThan(ink.x);
  });
});
