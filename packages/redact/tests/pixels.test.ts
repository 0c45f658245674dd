import type { Box, RawFrame, RecordingEvent, ScreenEvent, TextBox } from '@understudy/recording';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import {
  accounting,
  browserWindow,
  field,
  fieldBox,
  focus,
  frame,
  frameSize,
  testRedactor,
  typing,
  windowTo,
} from './world.ts';

const second = 1_000_000_000;
const cornerBox: Box = { x: 0, y: 80, width: 20, height: 10 };
/** Plays the screen events of a segment and gives the picture after each. */
async function pictures(
  events: readonly RecordingEvent[],
): Promise<{ event: ScreenEvent; rgb: Uint8Array }[]> {
  const shown: { event: ScreenEvent; rgb: Uint8Array }[] = [];
  let picture = new Uint8Array(frameSize.width * frameSize.height * 3);
  for (const event of events) {
    if (event.kind !== 'screen') continue;
    picture = picture.slice();
    for (const patch of event.patches) {
      const { data, info } = await sharp(patch.data)
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([patch.width, patch.height]);
      for (let row = 0; row < patch.height; row += 1) {
        picture.set(
          data.subarray(row * patch.width * 3, (row + 1) * patch.width * 3),
          ((patch.y + row) * frameSize.width + patch.x) * 3,
        );
      }
    }
    shown.push({ event, rgb: picture });
  }
  return shown;
}

/** Letters of two words that have the same height, ends and colours: bars at other places. */
function letters(word: 'one' | 'other'): { box: Box; bgr: number }[] {
  const bars = [0, ...(word === 'one' ? [11, 23, 31, 47] : [7, 19, 37, 53]), 70];
  return bars.map((x) => ({
    box: { x: fieldBox.x + 6 + x, y: fieldBox.y + 5, width: 2, height: 10 },
    bgr: 0x202020,
  }));
}

const text = (value: string, parts: { secure?: boolean; label?: string } = {}) => ({
  box: fieldBox,
  text: value,
  role: 'text',
  secure: false,
  ...parts,
});

type Windows = Parameters<typeof frame>[1];

async function lastPicture(windows: Windows, word: 'one' | 'other'): Promise<Uint8Array> {
  const redactor = testRedactor();
  redactor.push([windowTo(0, 'Desk'), frame(second, windows, letters(word))]);
  const shown = await pictures((await redactor.finish(accounting)).events);
  return shown.at(-1)?.rgb ?? new Uint8Array();
}

/** Whether the picture that is kept tells which of the two words stood there. */
async function tells(windows: Windows): Promise<boolean> {
  const one = await lastPicture(windows, 'one');
  return Buffer.compare(one, await lastPicture(windows, 'other')) !== 0;
}

describe('what is covered', () => {
  test('a plain text is shown', async () => {
    expect(await tells([browserWindow([text('blue chairs')])])).toBe(true);
  });

  test('the bare desktop is shown', async () => {
    expect(await tells([])).toBe(true);
  });

  test.each<[string, Windows]>([
    ['a secure field', [browserWindow([text('•••', { secure: true })])]],
    ['a field labelled as a secret', [browserWindow([text('hunter2', { label: 'API key' })])]],
    ['a text with an e-mail address', [browserWindow([text('zoe@corp.de')])]],
    [
      'a field that is said to be empty, but shows a placeholder',
      [browserWindow([{ ...text(''), role: 'entry' }])],
    ],
    [
      'such a field in a label whose words are told for all of it',
      [
        browserWindow([
          { ...text('Reply to'), box: { x: 0, y: 0, ...frameSize } },
          { ...text(''), role: 'entry' },
        ]),
      ],
    ],
    [
      'such a field into which the first letters went while the frame was explained',
      [
        browserWindow([
          { ...text('ho'), role: 'entry' },
          { ...text('ho'), box: { ...fieldBox, width: 16 } },
          { ...text(''), role: 'entry' },
        ]),
      ],
    ],
    [
      'such a field that was emptied meanwhile',
      [
        browserWindow([
          { ...text(''), role: 'entry' },
          { ...text('ho'), role: 'entry' },
        ]),
      ],
    ],
    ['a text with a name in it', [browserWindow([text('Order of Maria Okonkwo')])]],
    ['a window that is not allowed', [browserWindow([], { allowed: false })]],
    ['a window without structure', [browserWindow(null)]],
    [
      'a window not allowed behind one that does not hide it',
      [
        browserWindow([], { box: { x: 190, y: 90, width: 10, height: 10 } }),
        browserWindow([], { allowed: false, handle: 2 }),
      ],
    ],
  ])('%s is covered', async (_, windows) => {
    expect(await tells(windows)).toBe(false);
  });

  test('a window not allowed is no cover for the window in front of it', async () => {
    const hidden = browserWindow([], { allowed: false, handle: 2 });
    expect(await tells([browserWindow([text('blue chairs')]), hidden])).toBe(true);
  });

  test('in the place of a value stands a text in the same colours', async () => {
    const rgb = await lastPicture([browserWindow([text('zoe@corp.de')])], 'one');
    let dark = 0;
    for (let at = 0; at < rgb.length; at += 3) if ((rgb[at] ?? 255) < 96) dark += 1;
    expect(dark).toBeGreaterThan(40);
  });
});

describe('frames over time', () => {
  test('a value that is covered stays covered while the structure says so, and shows when it is gone', async () => {
    const play = async (word: 'one' | 'other'): Promise<Uint8Array[]> => {
      const redactor = testRedactor();
      const covered = [browserWindow([text('zoe@corp.de')])];
      const part = [{ x: 22, y: 22, width: 4, height: 4 }];
      redactor.push([
        frame(second, covered, letters(word)),
        { ...frame(2 * second, covered, letters(word)), damage: part },
      ]);
      const plain = frame(3 * second, [browserWindow([text('fine')])], letters(word));
      redactor.push([{ ...plain, damage: [{ x: 0, y: 0, width: 1, height: 1 }] }]);
      return (await pictures((await redactor.finish(accounting)).events)).map(({ rgb }) => rgb);
    };
    const [one, other] = [await play('one'), await play('other')];
    expect(one.map((rgb, index) => Buffer.compare(rgb, other[index] ?? rgb) === 0)).toEqual([
      true,
      false,
    ]);
  });

  test('each segment begins with a keyframe of the screen as it stands', async () => {
    const redactor = testRedactor();
    redactor.push([frame(second, [browserWindow([])], letters('one'))]);
    const before = await pictures((await redactor.cut(30 * second, accounting)).events);
    const later = frame(31 * second, [browserWindow([])], letters('one'), 0xeeeeee);
    redactor.push([{ ...later, damage: [{ x: 100, y: 80, width: 10, height: 10 }] }]);
    const shown = await pictures((await redactor.finish(accounting)).events);
    expect(shown.map(({ event }) => [event.keyframe, event.patches.length])).toEqual([
      [true, 1],
      [false, 1],
    ]);
    expect(shown[0]?.rgb).toEqual(before.at(-1)?.rgb);
  });

  test('a frame that changed all of the screen is encoded once, for itself and for the keyframe behind it', async () => {
    const redactor = testRedactor();
    const screensOf = async (endNs: number): Promise<ScreenEvent[]> => {
      const { events } = await redactor.cut(endNs, accounting);
      return events.filter((event) => event.kind === 'screen');
    };
    redactor.push([frame(second, [browserWindow([])], letters('one'))]);
    await screensOf(30 * second);
    redactor.push([frame(31 * second, [browserWindow([])], letters('one'), 0xeeeeee)]);
    const changed = (await screensOf(60 * second)).at(-1);
    expect(changed).toMatchObject({ keyframe: false, patches: [frameSize] });
    redactor.push([frame(61 * second, [browserWindow([])], letters('one'), 0xeeeeee)]);
    const [next] = await screensOf(90 * second);
    expect(next?.keyframe).toBe(true);
    expect(next?.patches[0]?.data).toBe(changed?.patches[0]?.data);
  });

  test('a value is covered in the frames in which only its beginning was typed', async () => {
    const play = async (word: 'one' | 'other'): Promise<Uint8Array[]> => {
      const redactor = testRedactor();
      redactor.push([
        windowTo(0, 'Desk'),
        focus(1, field('Note')),
        ...typing(1.9 * second, 'zoe@corp.de{Enter}'),
      ]);
      for (const [index, shown] of ['zo', 'zoe@co', 'zoe@corp.de'].entries()) {
        redactor.push([
          frame((2 + index / 2) * second, [browserWindow([text(shown)])], letters(word)),
        ]);
      }
      return (await pictures((await redactor.finish(accounting)).events)).map(({ rgb }) => rgb);
    };
    const other = await play('other');
    expect(await play('one')).toEqual(other);
    expect(other).toHaveLength(3);
  });

  test('a window whose structure is late shows its last clean picture for a moment, then a fill', async () => {
    const redactor = testRedactor();
    const times = [1, 2, 8];
    const windows = [[browserWindow([])], [browserWindow(null)], [browserWindow(null)]];
    for (const [index, seconds] of times.entries()) {
      redactor.push([
        {
          ...frame(seconds * second, windows[index] ?? [], letters(index === 0 ? 'one' : 'other')),
          cause: 'beforeAction',
        },
      ]);
    }
    const [first, late, filled] = await pictures((await redactor.finish(accounting)).events);
    expect(late?.rgb).toEqual(first?.rgb);
    expect(new Set(filled?.rgb)).toEqual(new Set([0x80]));
  });

  test('a redaction event names box, kind and rule of what is covered, and no value', async () => {
    const redactor = testRedactor();
    redactor.push([frame(second, [browserWindow([text('zoe@corp.de')])], letters('one'))]);
    const { events } = await redactor.finish(accounting);
    const redaction = events.find((event) => event.kind === 'redaction');
    expect(redaction).toMatchObject({ boxes: [{ label: 'email', rule: 'email' }] });
  });

  test('a picture that paints over what stays covered tells of it again', async () => {
    const redactor = testRedactor();
    const windows = [browserWindow([text('zoe@corp.de')])];
    const lit = { box: { x: 0, y: 10, width: frameSize.width, height: 40 }, bgr: 0xffe0c0 };
    redactor.push([
      frame(second, windows, letters('one')),
      frame(2 * second, windows, [lit, ...letters('one')]),
      frame(3 * second, windows, [lit, ...letters('one'), { ...lit, box: cornerBox }]),
    ]);
    const { events } = await redactor.finish(accounting);
    const told = events.filter(({ kind }) => kind === 'screen' || kind === 'redaction');
    expect(told.map(({ kind, timeNs }) => [kind, timeNs / second])).toEqual([
      ['screen', 1],
      ['redaction', 1],
      ['screen', 2],
      ['redaction', 2],
      ['screen', 3],
    ]);
  });
});

describe('frames that are encoded before their segment is cut', () => {
  const size = { width: 1920, height: 1080 };
  const large = (timeNs: number, texts: readonly TextBox[], parts: Partial<RawFrame> = {}) => ({
    ...frame(timeNs, [browserWindow(texts, { box: { x: 0, y: 0, ...size } })]),
    size,
    pixels: whitePixels,
    damage: [{ x: 0, y: 0, ...size }],
    ...parts,
  });
  const whitePixels = new Uint8Array(size.width * size.height * 4).fill(255);
  /** More of them than are held in memory at once. */
  const many = 28;

  test('teach the table like any other', async () => {
    const redactor = testRedactor();
    redactor.push([windowTo(0, 'Desk')]);
    for (let index = 1; index <= many; index += 1)
      redactor.push([
        large(index * second, index === 1 ? [text('Garden Hope', { label: 'Customer' })] : []),
      ]);
    // Whatever is encoded early is, before anything is asked of the redactor.
    await redactor.cut(0, accounting);
    redactor.push([windowTo((many + 1) * second, 'Letter to Garden Hope')]);
    const { events } = await redactor.finish(accounting);
    expect(JSON.stringify(events.filter(({ kind }) => kind === 'window'))).not.toContain('Hope');
  });

  test('are lost with all that build on them where one cannot be encoded', async () => {
    // WebP holds pictures of at most 16,383 pixels a side.
    const wide = { width: 17_000, height: 8 };
    const redactor = testRedactor();
    const broken: RawFrame = {
      ...frame(second, []),
      size: wide,
      pixels: new Uint8Array(wide.width * wide.height * 4),
      damage: [{ x: 0, y: 0, ...wide }],
    };
    redactor.push([
      broken,
      { ...broken, timeNs: 2 * second },
      frame(3 * second, [browserWindow([])]),
    ]);
    const { events } = await redactor.finish(accounting);
    const screens = events.filter((event) => event.kind === 'screen');
    expect(screens.map(({ timeNs, keyframe }) => ({ timeNs, keyframe }))).toEqual([
      { timeNs: 3 * second, keyframe: true },
    ]);
    expect(redactor.report().framesDropped).toBe(2);
  });
});
