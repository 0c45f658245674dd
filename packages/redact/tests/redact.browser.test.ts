/** Redaction runs in the contributor's browser too: the same rules, pictures by its own canvas. */
import type { RecordingEvent, ScreenPatch } from '@understudy/recording';
import { createRedactAgain } from '@understudy/redact';
import { describe, expect, test } from 'vitest';
import {
  accounting,
  browserWindow,
  clock,
  field,
  fieldBox,
  focus,
  frame,
  frameSize,
  testRedactor,
  textOf,
  typing,
  windowTo,
} from './world.ts';

const second = 1_000_000_000;

async function pixelsOf(patch: ScreenPatch): Promise<ImageData> {
  const bitmap = await createImageBitmap(
    new Blob([new Uint8Array(patch.data)], { type: patch.mediaType }),
  );
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new TypeError('no canvas');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

const text = (value: string) => ({ box: fieldBox, text: value, role: 'text', secure: false });

/** Bars as a text's letters would stand, in a colour that nothing else has. */
const ink = { box: { x: 40, y: 24, width: 3, height: 12 }, bgr: 0x1155ee };
/** More of it, and darker: the colour that a stand-in is drawn in. */
const darker = { box: { x: 60, y: 24, width: 9, height: 12 }, bgr: 0x000000 };

/** The one whole frame that a session with one window keeps. */
async function shown(value: string): Promise<ImageData> {
  const redactor = testRedactor();
  redactor.push([
    windowTo(0, 'Desk'),
    frame(second, [browserWindow([text(value)])], [ink, darker], 0xc0d0e1),
  ]);
  const { events } = await redactor.finish(accounting);
  const screen = events.findLast((event: RecordingEvent) => event.kind === 'screen');
  const [patch] = screen?.kind === 'screen' ? screen.patches : [];
  if (patch === undefined) throw new TypeError('no frame was kept');
  expect(patch.mediaType).toBe('image/webp');
  return pixelsOf(patch);
}

const colourAt = ({ data, width }: ImageData, x: number, y: number): string =>
  [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

describe('in a browser', () => {
  test('nothing is left of the pixels of a sensitive value', async () => {
    const picture = await shown('zoe@corp.de');
    for (let y = fieldBox.y; y < fieldBox.y + fieldBox.height; y += 1)
      for (let x = fieldBox.x; x < fieldBox.x + fieldBox.width; x += 1)
        expect(colourAt(picture, x, y)).not.toBe('1155ee');
  });

  test('a stand-in is drawn where the value stood', async () => {
    const picture = await shown('zoe@corp.de');
    const colours = new Set<string>();
    for (let x = fieldBox.x; x < fieldBox.x + fieldBox.width; x += 1)
      for (let y = fieldBox.y; y < fieldBox.y + fieldBox.height; y += 1)
        colours.add(colourAt(picture, x, y));
    expect(colours.size).toBeGreaterThan(3);
  });

  test('all other pixels are kept without loss', async () => {
    const picture = await shown('blue chairs');
    expect([picture.width, picture.height]).toEqual([frameSize.width, frameSize.height]);
    expect(colourAt(picture, ink.box.x, ink.box.y)).toBe('1155ee');
    expect(colourAt(picture, 0, 0)).toBe('c0d0e1');
    expect(colourAt(picture, frameSize.width - 1, frameSize.height - 1)).toBe('c0d0e1');
  });

  test('typed values become the stand-ins that titles show', async () => {
    const redactor = testRedactor();
    redactor.push([
      windowTo(0, 'Mail to zoe.miller@corp.de'),
      focus(1, field('Recipient')),
      ...typing(second, 'zoe.miller@corp.de'),
    ]);
    const { events } = await redactor.finish(accounting);
    const typed = textOf(events);
    expect(typed).not.toContain('miller');
    expect(typed).toContain('@');
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'window', title: `Mail to ${typed}` }),
    );
  });

  test('a text that was missed covers stored pictures whole, since nothing reads them', async () => {
    const redactor = testRedactor();
    for (const [seconds, bgr] of [
      [1, 0xc0d0e1],
      [2, 0xa0b0c0],
    ] as const)
      redactor.push([frame(seconds * second, [browserWindow([text('chairs')])], [ink], bgr)]);
    const stored = await redactor.finish(accounting);
    const seams = { random: { bytes: (length: number) => new Uint8Array(length) }, clock };
    const { events } = await createRedactAgain({ terms: ['stools'] }, seams)(stored);
    const patches = events.flatMap((event) => (event.kind === 'screen' ? event.patches : []));
    expect(patches).toHaveLength(1);
    for (const patch of patches) {
      const { data, width, height } = await pixelsOf(patch);
      expect({ width, height }).toEqual(frameSize);
      expect(new Set(data)).toEqual(new Set([0x80, 0xff]));
    }
  });
});
