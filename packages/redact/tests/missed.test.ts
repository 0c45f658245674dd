import { spawnSync } from 'node:child_process';
import { createId } from '@understudy/base';
import {
  placesToMovedNodes,
  type RecordingEvent,
  type ScreenEvent,
  type SegmentContent,
} from '@understudy/recording';
import { createRedactAgain } from '@understudy/redact';
import sharp from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import { accounting, clock, field, header, seededRandom, textOf, typing } from './world.ts';

const hasTesseract = spawnSync('tesseract', ['--version']).status === 0;
if (!hasTesseract)
  console.warn('tesseract is not installed: the tests that read pictures are skipped.');

const size = { width: 640, height: 200 };
const patchBox = { x: 0, y: 120, width: 640, height: 40 };

async function drawn(lines: readonly (readonly [y: number, text: string])[], box: typeof patchBox) {
  const texts = lines.map(
    ([y, text]) =>
      `<text x="20" y="${y}" font-size="16" font-family="Liberation Sans">${text}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${box.width}" height="${box.height}"><rect width="100%" height="100%" fill="#fff"/>${texts.join('')}</svg>`;
  const data = await sharp(Buffer.from(svg)).webp({ lossless: true }).toBuffer();
  return { ...box, mediaType: 'image/webp', data } as const;
}

function screenEvent(timeNs: number, patches: ScreenEvent['patches']): ScreenEvent {
  const frame = createId('frame', clock, seededRandom(timeNs));
  return { kind: 'screen', timeNs, frame, size, cause: 'damage', keyframe: timeNs === 1, patches };
}

/** A list with a name on a keyframe; a patch writes the name once more, below. */
async function storedSession(extra: readonly RecordingEvent[] = []): Promise<SegmentContent> {
  const list = await drawn(
    [
      [40, 'Order of Talitha Brunswijk'],
      [80, 'Seven blue chairs'],
    ],
    { x: 0, y: 0, ...size },
  );
  const note = await drawn([[24, 'Call TALITHA BRUNSWIJK about the parcel']], patchBox);
  const frames = [screenEvent(1, [list]), screenEvent(2, [note])];
  return { header, index: 0, events: [...frames, ...extra], accounting, report: {} };
}

/** The picture after each frame, as PNG. */
async function pictures(events: readonly RecordingEvent[]): Promise<Buffer[]> {
  const shown: Buffer[] = [];
  let picture = sharp({ create: { ...size, channels: 3, background: '#000' } });
  for (const event of events) {
    if (event.kind !== 'screen') continue;
    const layers = event.patches.map(({ x, y, data }) => ({
      input: Buffer.from(data),
      left: x,
      top: y,
    }));
    const png = await picture.composite(layers).png().toBuffer();
    shown.push(png);
    picture = sharp(png);
  }
  return shown;
}

async function read(png: Buffer): Promise<string> {
  const input = await sharp(png)
    .resize({ width: 2 * size.width })
    .png()
    .toBuffer();
  return spawnSync('tesseract', ['stdin', 'stdout', '--psm', '11'], { input }).stdout.toString();
}

async function readAll(content: SegmentContent): Promise<string[]> {
  return Promise.all((await pictures(content.events)).map(read));
}

const seams = { random: seededRandom(5), clock };

describe.skipIf(!hasTesseract)('a text that was missed, in stored pictures', () => {
  test('can be read no more, on the keyframe and on the patch, while the rest can', async () => {
    const stored = await storedSession();
    expect((await readAll(stored)).at(-1)).toMatch(/Talitha[^]*TALITHA BRUNSWIJK/u);
    const again = await createRedactAgain({ terms: ['talitha brunswijk'] }, seams)(stored);
    const [first, second] = await readAll(again);
    expect(first).toMatch(/Order of[^]*Seven blue chairs/u);
    expect(second).toMatch(/Order of[^]*Seven blue chairs[^]*Call[^]*about the parcel/u);
    expect(`${first} ${second}`).not.toMatch(/talitha|brunswijk/iu);
    expect(again.events.filter(({ kind }) => kind === 'redaction')).toMatchObject([
      { boxes: [{ rule: 'missed' }] },
      { boxes: [{ rule: 'missed' }, { rule: 'missed' }] },
    ]);
  });

  test('is found though it is spelt with other signs, spaces and accents', async () => {
    const again = await createRedactAgain(
      { terms: ['Talítha-Brunswyk'] },
      seams,
    )(await storedSession());
    const texts = await readAll(again);
    expect(texts.join(' ')).not.toMatch(/brunswijk/iu);
    expect(texts.at(-1)).toMatch(/Seven blue chairs/u);
  });

  const place = { x: 10, y: 60, width: 300, height: 30 };
  const name = 'Chairs for Wilhelmina Oost';
  const element = {
    role: 'textbox',
    name,
    box: place,
    secure: false,
    editable: true,
    app: 'chromium',
  };
  const node = { id: 1, parent: null, role: 'text', name, states: [], box: { ...place, y: 400 } };
  const moved = placesToMovedNodes([{ id: 1, box: place }]);
  test.each<[string, readonly RecordingEvent[]]>([
    ['an element', [{ kind: 'element', timeNs: 3, relation: 'focus', element }]],
    [
      'a node of the page that moved there',
      [
        { kind: 'snapshot', timeNs: 2, keyframe: true, nodes: [node], removed: [] },
        { kind: 'snapshot', timeNs: 3, keyframe: false, nodes: [], moved, removed: [] },
      ],
    ],
  ])('is covered where %s says that it stands, read or not', async (_, events) => {
    const stored = await storedSession(events);
    const [, after] = await readAll(
      await createRedactAgain({ terms: ['Wilhelmina Oost'] }, seams)(stored),
    );
    expect(after).toMatch(/Talitha Brunswijk/u);
    expect(after).not.toMatch(/Seven|chairs/u);
  });
});

describe('what cannot be read is covered whole', () => {
  const expectCovered = async (
    terms: readonly string[],
    create = createRedactAgain,
  ): Promise<void> => {
    const again = await create({ terms }, seams)(await storedSession());
    const shown = await pictures(again.events);
    expect(shown.length).toBeGreaterThan(0);
    for (const png of shown)
      expect(new Set(await sharp(png).removeAlpha().raw().toBuffer())).toEqual(new Set([0x80]));
  };

  test('a text in letters that OCR does not know', () => expectCovered(['Мария']));

  test('a picture where OCR fails', async () => {
    vi.stubEnv('PATH', '');
    // A recognizer that runs already would go on: this one has none yet.
    vi.resetModules();
    try {
      const { createRedactAgain: createWithout } = await import('@understudy/redact');
      await expectCovered(['Talitha'], createWithout);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

test.each(['Monday', 'may', 'Jo', '7B'])(
  '%s is covered in keys, common or short as it is',
  async (term) => {
    const focused = {
      kind: 'element',
      timeNs: 1,
      relation: 'focus',
      element: field('Note'),
    } as const;
    const events = [focused, ...typing(2, `please call ${term} back`)];
    const stored: SegmentContent = { header, index: 0, events, accounting, report: {} };
    const typed = textOf((await createRedactAgain({ terms: [term] }, seams)(stored)).events);
    expect(typed).toMatch(/^please call .+ back$/u);
    expect(typed).not.toMatch(new RegExp(`\\b${term}\\b`, 'iu'));
  },
);

test('without a term the pictures stay as they are', async () => {
  const stored = await storedSession();
  expect((await createRedactAgain({}, seams)(stored)).events).toEqual(stored.events);
});

const inFront = (timeNs: number, title: string, handle = 1): RecordingEvent => ({
  kind: 'window',
  timeNs,
  app: 'chromium',
  title,
  box: patchBox,
  handle,
});

test('what was typed stays where its field was told in the segment before', async () => {
  const [early, late] = [2_000_000_000, 40_000_000_000];
  const told: readonly RecordingEvent[] = [
    inFront(1, 'Mail'),
    { kind: 'element', timeNs: early, relation: 'focus', element: field('To') },
    ...typing(early + 1, 'first'),
    // The same window under another title: its field keeps the focus.
    inFront(early + 900_000_000, 'Mail (1)'),
  ];
  const segments: SegmentContent[] = [
    { header, index: 0, events: told, accounting, report: {} },
    { header, index: 1, events: typing(late, 'ask them to sign in'), accounting, report: {} },
  ];
  const again = createRedactAgain({ terms: ['seven chairs'] }, seams);
  const texts: string[] = [];
  for (const segment of segments) {
    const { events } = await again(segment);
    expect(events).toHaveLength(segment.events.length);
    texts.push(textOf(events));
  }
  expect(texts).toEqual(['first', 'ask them to sign in']);
});

test('what was typed after another window came in front, in a field that nobody told, stays withheld', async () => {
  const focused = {
    kind: 'element',
    timeNs: 2,
    relation: 'focus',
    element: field('To'),
  } as const;
  const again = createRedactAgain({ terms: ['seven chairs'] }, seams);
  const late = 40_000_000_000;
  await again({ header, index: 0, events: [inFront(1, 'Mail'), focused], accounting, report: {} });
  const events = [inFront(late, 'Notes', 2), ...typing(late + 1, 'ask')];
  const { events: kept } = await again({ header, index: 1, events, accounting, report: {} });
  expect(textOf(kept)).toBe('□□□');
});
