import type { Box, RecordingEvent, ScreenEvent } from '@understudy/recording';
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
const ink = 0xff0000;

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

function inkIn(rgb: Uint8Array, box: Box = { x: 0, y: 0, ...frameSize }): number {
  let count = 0;
  for (let y = box.y; y < box.y + box.height; y += 1) {
    for (let x = box.x; x < box.x + box.width; x += 1) {
      const at = (y * frameSize.width + x) * 3;
      if (rgb[at] === 255 && rgb[at + 1] === 0 && rgb[at + 2] === 0) count += 1;
    }
  }
  return count;
}

const painted = [{ box: fieldBox, bgr: ink }];
const text = (value: string, parts: { secure?: boolean; label?: string } = {}) => ({
  box: fieldBox,
  text: value,
  role: 'text',
  secure: false,
  ...parts,
});

async function shownWith(windows: Parameters<typeof frame>[1]): Promise<number> {
  const redactor = testRedactor();
  redactor.push([windowTo(0, 'Desk'), frame(second, windows, painted)]);
  const shown = await pictures((await redactor.finish(accounting)).events);
  return inkIn(shown.at(-1)?.rgb ?? new Uint8Array());
}

describe('what is covered', () => {
  test('a plain text is shown', async () => {
    expect(await shownWith([browserWindow([text('blue chairs')])])).toBe(
      fieldBox.width * fieldBox.height,
    );
  });

  test('the bare desktop is shown', async () => {
    expect(await shownWith([])).toBeGreaterThan(0);
  });

  test.each([
    ['a secure field', [browserWindow([text('•••', { secure: true })])]],
    ['a field labelled as a secret', [browserWindow([text('hunter2', { label: 'API key' })])]],
    ['a text with an e-mail address', [browserWindow([text('zoe@corp.de')])]],
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
    expect(await shownWith(windows)).toBe(0);
  });

  test('a window not allowed is no cover for the window in front of it', async () => {
    expect(
      await shownWith([
        browserWindow([text('blue chairs')]),
        browserWindow([], { allowed: false, handle: 2 }),
      ]),
    ).toBeGreaterThan(0);
  });
});

describe('frames over time', () => {
  test('a value that is covered stays covered while the structure says so, and shows when it is gone', async () => {
    const redactor = testRedactor();
    const covered = [browserWindow([text('zoe@corp.de')])];
    redactor.push([
      frame(second, covered, painted),
      { ...frame(2 * second, covered, painted), damage: [{ x: 22, y: 22, width: 4, height: 4 }] },
    ]);
    redactor.push([
      {
        ...frame(3 * second, [browserWindow([text('fine')])], painted),
        damage: [{ x: 0, y: 0, width: 1, height: 1 }],
      },
    ]);
    const shown = await pictures((await redactor.finish(accounting)).events);
    expect(shown.map(({ rgb }) => inkIn(rgb) > 0)).toEqual([false, true]);
  });

  test('each segment begins with a keyframe of the screen as it stands', async () => {
    const redactor = testRedactor();
    redactor.push([frame(second, [browserWindow([])], painted)]);
    await redactor.cut(30 * second, accounting);
    redactor.push([
      {
        ...frame(31 * second, [browserWindow([])], painted, 0xeeeeee),
        damage: [{ x: 100, y: 80, width: 10, height: 10 }],
      },
    ]);
    const shown = await pictures((await redactor.finish(accounting)).events);
    expect(shown.map(({ event }) => [event.keyframe, event.patches.length])).toEqual([
      [true, 1],
      [false, 1],
    ]);
    expect(inkIn(shown[0]?.rgb ?? new Uint8Array())).toBe(fieldBox.width * fieldBox.height);
  });

  test('a value is covered in the frames in which only its beginning was typed', async () => {
    const redactor = testRedactor();
    redactor.push([
      windowTo(0, 'Desk'),
      focus(1, field('Note')),
      frame(second, [browserWindow([text('')])]),
    ]);
    for (const [index, shown] of ['zo', 'zoe@co', 'zoe@corp.de'].entries()) {
      redactor.push([frame((2 + index / 2) * second, [browserWindow([text(shown)])], painted)]);
    }
    const early = redactor.cut(2.6 * second, accounting);
    redactor.push(typing(1.9 * second, 'zoe@corp.de{Enter}'));
    const shown = [
      ...(await pictures((await early).events)),
      ...(await pictures((await redactor.finish(accounting)).events)),
    ];
    expect(shown.map(({ rgb }) => inkIn(rgb))).toEqual(shown.map(() => 0));
  });

  test('a redaction event names box, kind and rule of what is covered, and no value', async () => {
    const redactor = testRedactor();
    redactor.push([frame(second, [browserWindow([text('zoe@corp.de')])], painted)]);
    const { events } = await redactor.finish(accounting);
    const redaction = events.find((event) => event.kind === 'redaction');
    expect(redaction).toMatchObject({ boxes: [{ label: 'email', rule: 'email' }] });
  });
});
