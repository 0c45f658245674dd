import type { Box } from '@understudy/recording';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePicture } from '../src/image/decode-picture.ts';
import { paintFindings } from '../src/image/paint-findings.ts';
import type { Finding } from '../src/ocr/find.ts';
import { copyPart, type Canvas } from '../src/pixels/canvas.ts';
import { letteringOf } from '../src/pixels/lettering.ts';
import { blend, fitText, inkOf } from '../src/pixels/paint.ts';
import { lengthOf, plainFace, type Typeface } from '../src/pixels/typeface.ts';
import { shapeOf, typesettingOf } from '../src/pixels/typesetting.ts';
import type { SensitiveKind } from '../src/span.ts';
import { createSurrogateTable } from '../src/surrogate/table.ts';
import { seededRandom } from './world.ts';

const width = 640;
const height = 120;
const fonts = {
  sans: 'Liberation Sans',
  wide: 'DejaVu Sans',
  serif: 'Liberation Serif',
  mono: 'Liberation Mono',
} as const;

interface Line {
  readonly text: string;
  readonly x: number;
  readonly face?: Typeface;
  readonly sizePx?: number;
  readonly ink?: string;
}

const draw = (lines: readonly Line[], ground = '#ffffff'): Promise<Canvas> =>
  decodePicture(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/>${lines
        .map(
          ({ text, x, face = plainFace, sizePx = 16, ink = '#202020' }) =>
            `<text x="${x}" y="${Math.max(35, sizePx)}" font-size="${sizePx}" font-weight="${face.isBold ? 'bold' : 'normal'}" font-family="${fonts[face.family]}" fill="${ink}">${text}</text>`,
        )
        .join('')}</svg>`,
    ),
  );

/** The box of what is no ground, from one column up to another. */
function inkBox({ words, width }: Canvas, from = 0, to = width): Box {
  const ground = words[0];
  const at = Array.from(words.entries()).flatMap(([index, word]) =>
    word !== ground && index % width >= from && index % width < to ? [index] : [],
  );
  const columns = at.map((index) => index % width);
  const rows = at.map((index) => Math.floor(index / width));
  const [x, y] = [Math.min(...columns), Math.min(...rows)];
  return { x, y, width: Math.max(...columns) + 1 - x, height: Math.max(...rows) + 1 - y };
}

/** How dark a place is, all together. */
function inkIn({ words }: Canvas, { x, y, width: wide, height: high }: Box): number {
  let ink = 0;
  for (let row = y; row < y + high; row += 1)
    for (let column = x; column < x + wide; column += 1)
      ink += 255 - ((words[row * width + column] ?? 0) & 255);
  return ink;
}

const finding = (text: string, kind: SensitiveKind, box: Box): Finding => ({
  text,
  kind,
  box,
  rule: 'test',
  confidence: 1,
});

/** The longest run of columns without ink within the ink. */
function widestBlank(canvas: Canvas): number {
  const { x, width: wide } = inkBox(canvas);
  const ground = canvas.words[0];
  let widest = 0;
  let blank = 0;
  for (let column = x; column < x + wide; column += 1) {
    let isBlank = true;
    for (let row = 0; row < canvas.height; row += 1)
      if (canvas.words[row * canvas.width + column] !== ground) isBlank = false;
    blank = isBlank ? blank + 1 : 0;
    widest = Math.max(widest, blank);
  }
  return widest;
}

describe('how a covered text is set', () => {
  const faces = (['sans', 'wide', 'serif', 'mono'] as const).flatMap((family) =>
    [false, true].map((isBold): Typeface => ({ family, isBold })),
  );
  const inks = [
    ['#ffffff', '#202020'],
    ['#15181d', '#e8e8e8'],
    ['#2b6cb0', '#ffffff'],
  ] as const;
  const cases = faces.flatMap((face) =>
    [12, 14, 20].flatMap((sizePx) => inks.map(([ground, ink]) => ({ face, sizePx, ground, ink }))),
  );

  test.each(cases)(
    '$face.family, bold: $face.isBold, of $sizePx px, $ink on $ground',
    async ({ face, sizePx, ground, ink }) => {
      const text = 'Philippa Hillier';
      const canvas = await draw([{ text, x: 20, face, sizePx, ink }], ground);
      const box = inkBox(canvas);
      const lettering = letteringOf(canvas, box, text, inkOf(canvas.words));
      if (lettering === null) throw new Error('Its ink told nothing.');
      const shape = shapeOf(lettering, typesettingOf([lettering]));
      expect(shape.face).toEqual(face);
      expect(Math.abs(shape.sizePx / sizePx - 1)).toBeLessThan(0.1);
      expect(Math.abs(shape.baselinePx - 35)).toBeLessThanOrEqual(1);
    },
  );

  test('a rule under it does not lower its line', async () => {
    const text = 'Anna Maria';
    const canvas = await draw([{ text, x: 20 }]);
    const box = inkBox(canvas);
    const colours = inkOf(canvas.words);
    const plain = letteringOf(canvas, box, text, colours);
    for (let x = box.x; x < box.x + box.width; x += 1) canvas.words[37 * width + x] = 0xff202020;
    const ruled = letteringOf(canvas, { ...box, height: 38 - box.y }, text, colours);
    expect(plain).not.toBeNull();
    expect(ruled).toEqual(plain);
  });

  test('a text too short to tell is set as most others', async () => {
    const canvas = await draw([
      { text: 'Philippa Hillier', x: 20, face: { family: 'mono', isBold: false } },
      { text: 'Ana', x: 400, face: { family: 'mono', isBold: false } },
    ]);
    const colours = inkOf(canvas.words);
    const long = letteringOf(canvas, inkBox(canvas, 0, 300), 'Philippa Hillier', colours);
    const short = letteringOf(canvas, inkBox(canvas, 300), 'Ana', colours);
    if (long === null || short === null) throw new Error('Its ink told nothing.');
    expect(shapeOf(short, typesettingOf([long, short])).face.family).toBe('mono');
    expect(shapeOf(short, typesettingOf([short])).face.family).toBe('sans');
  });

  const letteringIn = (canvas: Canvas, text: string, [from, to]: readonly [number, number]) => {
    const read = letteringOf(canvas, inkBox(canvas, from, to), text, inkOf(canvas.words));
    if (read === null) throw new Error(`The ink of ${text} told nothing.`);
    return read;
  };

  test.each(['AKIAQX7ZLMN4P2RS6TV', 'AKIAQX7ZLMN4P2RS6TUVW'])(
    'letters that are all as wide are known by their places where they were read as %s',
    async (read) => {
      const face = { family: 'mono', isBold: false } as const;
      const canvas = await draw([{ text: 'AKIAQX7ZLMN4P2RS6TUV', x: 20, face }]);
      const lettering = letteringIn(canvas, read, [0, width]);
      expect(shapeOf(lettering, typesettingOf([lettering])).face.family).toBe('mono');
      expect(lettering.sizePx.mono).toBeGreaterThan(14.5);
      expect(lettering.sizePx.mono).toBeLessThan(17.5);
    },
  );

  test('a number has serifs where the words have them', async () => {
    const face = { family: 'serif', isBold: false } as const;
    const canvas = await draw([
      { text: 'Homebound', x: 20, face },
      { text: '555-0152', x: 300, face },
    ]);
    const word = letteringIn(canvas, 'Homebound', [0, 200]);
    const number = letteringIn(canvas, '555-0152', [200, width]);
    expect(shapeOf(number, typesettingOf([word, number])).face.family).toBe('serif');
    expect(shapeOf(number, typesettingOf([number])).face.family).not.toBe('serif');
  });

  test('bold letters, whose level strokes are slim, have serifs only where the others have them', async () => {
    const bold = { family: 'sans', isBold: true } as const;
    const canvas = await draw([
      { text: 'Benhaddou', x: 20, face: bold, sizePx: 14 },
      { text: 'Underwood', x: 300, sizePx: 14 },
    ]);
    const heading = letteringIn(canvas, 'Benhaddou', [0, 200]);
    const word = letteringIn(canvas, 'Underwood', [200, width]);
    const { face } = shapeOf({ ...heading, slimness: 0.45 }, typesettingOf([heading, word]));
    expect(face).toEqual(bold);
  });

  test('what is nearly as large as most others is as large', async () => {
    const canvas = await draw([{ text: 'Philippa', x: 20 }]);
    const lettering = letteringIn(canvas, 'Philippa', [0, width]);
    const scaled = (by: number) => ({
      ...lettering,
      sizePx: { ...lettering.sizePx, sans: 16 * by },
    });
    const setting = typesettingOf([scaled(1), scaled(1.01), scaled(0.99)]);
    const sizeOf = (by: number): number => shapeOf(scaled(by), setting).sizePx;
    expect([0.93, 1, 1.1].map(sizeOf)).toEqual([16, 16, 16]);
    expect([0.8, 1.3].map(sizeOf)).toEqual([12.8, 20.8]);
    const short = { ...scaled(1.25), off: null };
    expect(shapeOf(short, setting).sizePx).toBe(16);
  });

  test('a text whose box was told too high is as large, and stands on its own line', async () => {
    const text = '+40 248 217 663';
    const canvas = await draw([{ text, x: 20, sizePx: 12 }]);
    const box = inkBox(canvas);
    const colours = inkOf(canvas.words);
    const plain = letteringOf(canvas, box, text, colours);
    expect(plain).not.toBeNull();
    const high = { ...box, y: box.y - 1, height: box.height + 7 };
    expect(letteringOf(canvas, high, text, colours)).toEqual(plain);
  });

  test('a comma behind it, which was read for none of it, lowers no line', async () => {
    const canvas = await draw([
      { text: 'Breda', x: 20 },
      { text: 'Breda,', x: 300 },
    ]);
    const plain = letteringIn(canvas, 'Breda', [0, 200]);
    const before = letteringIn(canvas, 'Breda', [200, width]);
    expect(before.baselinePx).toBe(plain.baselinePx);
    expect(before.sizePx.sans / plain.sizePx.sans).toBeCloseTo(1, 1);
  });

  test('thin letters are as dark as where most ink is on a pixel, however few such pixels are', () => {
    // As a browser smooths black letters of 11 pixels.
    const counts = {
      ff: 1000,
      d7: 150,
      a2: 120,
      '82': 60,
      '44': 16,
      '1d': 8,
      '1b': 5,
      '17': 2,
      '10': 2,
    };
    const words = Object.entries(counts).flatMap(([grey, count]) =>
      Array.from({ length: count }, () => Number(`0xff${grey.repeat(3)}`)),
    );
    expect(inkOf(Uint32Array.from(words))).toEqual({ ground: 0xffffffff, ink: 0xff1d1d1d });
    // Of other ink in the same place, which no smoothing of theirs makes.
    const blue = 0xff0000a0;
    const other = Uint32Array.from([...words, blue, blue, blue]);
    expect(inkOf(other).ink).toBe(0xff1d1d1d);
  });

  test('a long text that is a little smaller than most others stays so', async () => {
    const canvas = await draw([{ text: 'n.dube-harrison@outpost.example', x: 20, sizePx: 13 }]);
    const lettering = letteringIn(canvas, 'n.dube-harrison@outpost.example', [0, width]);
    const larger = { ...lettering, isSized: false, sizePx: { ...lettering.sizePx, sans: 14.4 } };
    const setting = typesettingOf([larger, larger, larger, lettering]);
    expect(shapeOf(lettering, setting).sizePx).toBeCloseTo(13, 0);
    expect(shapeOf({ ...lettering, isSized: false }, setting).sizePx).toBe(14.4);
  });

  test.each([
    { text: 'Coco', family: 'sans', sizePx: 18 },
    { text: 'Coco', family: 'serif', sizePx: 16 },
    { text: '3', family: 'wide', sizePx: 20 },
  ] as const)(
    'round letters alone, $text of $family, stand on their line',
    async ({ text, family, sizePx }) => {
      const face = { family, isBold: false };
      const canvas = await draw([{ text, x: 20, face, sizePx }]);
      const read = letteringIn(canvas, text, [0, width]);
      expect(read.baselinePx).toBe(35);
      expect(Math.abs(read.sizePx[family] / sizePx - 1)).toBeLessThan(0.06);
    },
  );

  test('a narrow face, whose texts are as long as even ones, is not taken for one', async () => {
    const canvas = await draw([{ text: 'MR TERRENCE VANDERHOEVEN', x: 20 }]);
    const read = letteringIn(canvas, 'MR TERRENCE VANDERHOEVEN', [0, width]);
    const narrow = { ...read, isEven: false, off: { sans: 0.21, wide: 0.3, mono: 0.14 } };
    expect(shapeOf(narrow, typesettingOf([narrow, narrow])).face.family).toBe('sans');
    const even = { ...narrow, isEven: true };
    expect(shapeOf(even, typesettingOf([even, even])).face.family).toBe('mono');
  });

  test('a number is as large as its digits, whatever brackets stand around it', async () => {
    const canvas = await draw([
      { text: '84.241.9.130', x: 20 },
      { text: '(84.241.9.130)', x: 300 },
    ]);
    const plain = letteringIn(canvas, '84.241.9.130', [0, 200]);
    const bracketed = letteringIn(canvas, '84.241.9.130', [200, width]);
    expect(bracketed.baselinePx).toBe(plain.baselinePx);
    expect(Math.abs(bracketed.sizePx.sans / plain.sizePx.sans - 1)).toBeLessThan(0.05);
  });
});

describe('a text in too little room', () => {
  test('is narrowed, then made a little smaller, then cut; never unreadably small', () => {
    const shape = { sizePx: 14, baselinePx: 12, face: plainFace };
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z]{2,12} [A-Za-z]{2,14}$/u),
        fc.integer({ min: 16, max: 300 }),
        (text, roomPx) => {
          const fitted = fitText(text, roomPx, shape);
          expect(fitted.sizePx).toBeGreaterThanOrEqual(0.82 * 14);
          expect(fitted.stretch).toBeGreaterThanOrEqual(0.75);
          const long = lengthOf(fitted.text, plainFace) * fitted.sizePx * fitted.stretch;
          if (fitted.text.length > 1) expect(long).toBeLessThanOrEqual(roomPx + 0.01);
          if (fitted.text !== text)
            expect(text.startsWith(fitted.text.replace(/…$/u, ''))).toBe(true);
        },
      ),
    );
  });
});

describe('where there is no room for all of a stand-in', () => {
  const shape = { sizePx: 14, baselinePx: 12, face: plainFace };
  const setIn = (text: string, signs: string): string =>
    fitText(text, 14 * 0.75 * (lengthOf(signs, plainFace) + 0.01), shape).text;

  test('a name is as many whole words as there is room for', () => {
    expect(setIn('Hestiva Corvander', 'Hestiva Co')).toBe('Hestiva');
    expect(setIn('Hestiva, Corvander Vyx', 'Hestiva, ')).toBe('Hestiva');
    expect(setIn('Hestiva Corvander', 'Hesti')).toBe('Hesti');
  });

  test('a number or an address of the net ends with the sign of a cut', () => {
    expect(setIn('+44 005 550 105 22 91', '+44 005 550')).toBe('+44 005 5…');
    expect(setIn('selvara.bruq61@example.net', 'selvara.b')).toBe('selvar…');
  });

  test('of two letters none gives way to the sign of a cut', () => {
    expect(setIn('XQ000817', 'XQ')).toBe('XQ');
  });
});

test('a text of a hundred thousand signs is cut in one pass', () => {
  const shape = { sizePx: 14, baselinePx: 12, face: plainFace };
  const { text } = fitText('Maria Okonkwo '.repeat(8000), 200, shape);
  expect(text).toMatch(/^Maria Okonkwo .{4,30}…$/u);
});

describe('stand-ins in a picture', () => {
  const table = () => createSurrogateTable(seededRandom(3));

  test('leave nothing in their place but their ground and their ink', async () => {
    const canvas = await draw([{ text: 'Maria Okonkwo-Baptiste', x: 20 }]);
    const box = inkBox(canvas);
    const colours = inkOf(canvas.words);
    // As of a picture with other ink in it: an icon, a marker, smoothing in colours.
    for (let x = box.x; x < box.x + box.width; x += 3)
      canvas.words[30 * width + x] = (0xff000000 | (x * 7919)) >>> 0;
    const [place] = await paintFindings(
      canvas,
      [finding('Maria Okonkwo-Baptiste', 'name', box)],
      table(),
    );
    if (place === undefined) throw new Error('Nothing was painted.');
    const mixed = new Set(
      Array.from({ length: 256 }, (_, share) => blend(colours.ground, colours.ink, share)),
    );
    expect(place.width).toBeGreaterThan(box.width);
    for (let y = place.y; y < place.y + place.height; y += 1)
      for (let x = place.x; x < place.x + place.width; x += 1)
        expect(mixed.has(canvas.words[y * width + x] ?? 0)).toBe(true);
  });

  test('leave no scrap of a letter in which the box of their value ends', async () => {
    const canvas = await draw([{ text: 'MN Harrison', x: 20 }]);
    const all = inkBox(canvas);
    const cut = 7;
    const box = { ...all, x: all.x + cut, width: all.width - cut - 3 };
    const raw = canvas.words.slice();
    const [place] = await paintFindings(canvas, [finding('MN Harrison', 'name', box)], table());
    expect(place?.x).toBeLessThan(all.x);
    expect((place?.x ?? 0) + (place?.width ?? 0)).toBeGreaterThanOrEqual(all.x + all.width);
    expect(canvas.words).not.toEqual(raw);
  });

  test('end where those of their column end, whether they are longer or shorter', async () => {
    const rows = ['+44 117 496 0123 99', '0811 22', '7730 0211 44'].map((text, row) => ({
      text,
      y: 30 + 30 * row,
    }));
    const svg = rows
      .map(
        ({ text, y }) => `<text x="400" y="${y}" text-anchor="end" font-size="16">${text}</text>`,
      )
      .join('');
    const canvas = await decodePicture(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="120" font-family="Liberation Sans"><rect width="100%" height="100%" fill="#fff"/>${svg}</svg>`,
      ),
    );
    const rowOf = (y: number): Canvas => ({
      width: canvas.width,
      height: 24,
      words: copyPart(canvas.words, canvas.width, {
        x: 0,
        y: y - 18,
        width: canvas.width,
        height: 24,
      }),
    });
    const boxes = rows.map(({ y }) => {
      const box = inkBox(rowOf(y));
      return { ...box, y: box.y + y - 18 };
    });
    const kinds = ['phone', 'email', 'name'] as const;
    await paintFindings(
      canvas,
      rows.map(({ text }, row) =>
        finding(text, kinds[row] ?? 'name', boxes[row] ?? { x: 0, y: 0, width: 1, height: 1 }),
      ),
      table(),
    );
    for (const { y } of rows) {
      const after = inkBox(rowOf(y));
      expect(Math.abs(after.x + after.width - 400)).toBeLessThanOrEqual(3);
      expect(after.width).toBeGreaterThan(30);
    }
  });

  test('leave a word beside theirs as it is', async () => {
    const canvas = await draw([{ text: 'holder Nora', x: 20 }]);
    const cut = 20 + Math.round(16 * (lengthOf('holder', plainFace) + 0.14));
    const word = inkBox(canvas, 0, cut);
    const before = copyPart(canvas.words, canvas.width, word);
    await paintFindings(canvas, [finding('Nora', 'name', inkBox(canvas, cut))], table());
    expect(copyPart(canvas.words, canvas.width, word)).toEqual(before);
  });

  test('longer than their value run on over free ground, as large as it was', async () => {
    const canvas = await draw([{ text: 'an@b.de', x: 20 }]);
    const box = inkBox(canvas);
    await paintFindings(canvas, [finding('an@b.de', 'email', box)], table());
    const painted = inkBox(canvas);
    expect(painted.width).toBeGreaterThan(2 * box.width);
    expect(Math.abs(painted.height - box.height)).toBeLessThanOrEqual(4);
    expect(Math.abs(painted.x - box.x)).toBeLessThanOrEqual(1);
  });

  test('leave the line of a field that is written on, and none that is as long as their value', async () => {
    const canvas = await draw([{ text: 'Maria Okonkwo', x: 20 }]);
    const box = inkBox(canvas);
    const line = 0xff8090a0;
    const own = 0xff3050c0;
    canvas.words.fill(line, 39 * width, 40 * width);
    canvas.words.fill(own, 37 * width + box.x, 37 * width + box.x + box.width);
    const place = { ...box, height: 40 - box.y };
    const [found] = await paintFindings(canvas, [finding('Maria Okonkwo', 'name', place)], table());
    if (found === undefined) throw new Error('Nothing was painted.');
    expect(found.y + found.height).toBeGreaterThan(40);
    expect([...canvas.words.subarray(39 * width, 40 * width)].every((word) => word === line)).toBe(
      true,
    );
    expect(canvas.words.includes(own)).toBe(false);
  });

  test('of two colours beside each other keep each its own', async () => {
    const canvas = await draw([
      { text: 'ABERNATHY', x: 20, ink: '#c00000' },
      { text: 'Wilfred', x: 122, ink: '#0000c0' },
    ]);
    const parts = [inkBox(canvas, 0, 118), inkBox(canvas, 118)] as const;
    await paintFindings(
      canvas,
      [finding('ABERNATHY', 'name', parts[0]), finding('Wilfred', 'name', parts[1])],
      table(),
    );
    expect(inkOf(copyPart(canvas.words, width, parts[0])).ink).toBe(0xffc00000);
    expect(inkOf(copyPart(canvas.words, width, parts[1])).ink).toBe(0xff0000c0);
  });

  test('end before the next ink, which stays as it was', async () => {
    const canvas = await draw([
      { text: 'an@b.de', x: 20 },
      { text: 'approved', x: 130, ink: '#207020' },
    ]);
    const next = inkBox(canvas, 125);
    const before = canvas.words.slice();
    await paintFindings(canvas, [finding('an@b.de', 'email', inkBox(canvas, 0, 125))], table());
    for (let y = 0; y < height; y += 1)
      for (let x = next.x - 3; x < width; x += 1)
        expect(canvas.words[y * width + x]).toBe(before[y * width + x]);
    expect(inkBox(canvas, 0, 125).width).toBeGreaterThan(80);
  });

  test('of neighbours are set one behind the other', async () => {
    const canvas = await draw([
      { text: 'Bartholomew', x: 20 },
      { text: 'Hollingsworth-Featherstone', x: 114 },
    ]);
    const parts = [inkBox(canvas, 0, 111), inkBox(canvas, 111)] as const;
    await paintFindings(
      canvas,
      [
        finding('Hollingsworth-Featherstone', 'organization', parts[1]),
        finding('Bartholomew', 'name', parts[0]),
      ],
      table(),
    );
    expect(widestBlank(canvas)).toBeLessThan(9);
  });

  test('are not drawn where what was read is larger than any text', async () => {
    const canvas = await draw([{ text: 'AAN aAAS', x: 20, sizePx: 90 }]);
    const box = inkBox(canvas);
    const [place] = await paintFindings(canvas, [finding('AAN aAAS', 'location', box)], table());
    if (place === undefined) throw new Error('Nothing was painted.');
    expect(inkIn(canvas, place)).toBe(0);
  });

  test('are one for a value that was found in pieces, and two for two values', async () => {
    const widthOf = async (text: string, kind: SensitiveKind, at: number): Promise<number> => {
      const canvas = await draw([{ text, x: 20 }]);
      const all = inkBox(canvas);
      const cut = all.x + Math.round((all.width * (at + 0.5)) / text.length);
      const pieces = [
        finding(text.slice(0, at).trim(), kind, inkBox(canvas, 0, cut)),
        finding(text.slice(at).trim(), kind, inkBox(canvas, cut)),
      ];
      await paintFindings(canvas, pieces, table());
      return inkBox(canvas).width / all.width;
    };
    const [one, two] = [
      await widthOf('philippa.hollingsworth@featherstone-mail.example', 'email', 30),
      await widthOf('4929113077412280 4929113077412281', 'card', 16),
    ];
    expect(one).toBeLessThan(0.85);
    expect(two).toBeGreaterThan(0.9);
  });

  test('are not drawn over each other where a place was found twice', async () => {
    const text = 'Bartholomew Hollingsworth';
    const canvas = await draw([{ text, x: 20 }]);
    const alone = await draw([{ text, x: 20 }]);
    const box = inkBox(canvas);
    const [name, firm] = [finding(text, 'name', box), finding('10 High Street', 'address', box)];
    const [first, second] = [table(), table()];
    // Both tables are asked for the same, in the same order.
    second.surrogateOf(text, 'name');
    const [place] = await paintFindings(canvas, [name, firm], first);
    await paintFindings(alone, [firm], second);
    if (place === undefined) throw new Error('Nothing was painted.');
    // Smoothing differs by where on a sheet it was drawn.
    expect(inkIn(canvas, place) / inkIn(alone, place)).toBeCloseTo(1, 1);
  });
});
