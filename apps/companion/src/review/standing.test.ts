import { createId, systemClock, systemRandom } from '@understudy/base';
import type { Box, RecordingEvent } from '@understudy/recording';
import { expect, test } from 'vitest';
import { toStanding } from './standing.ts';

const size = { width: 100, height: 100 };
const whole: Box = { x: 0, y: 0, ...size };
const name = { x: 10, y: 10, width: 20, height: 5, label: 'name', rule: 'tagger' };
const phone = { x: 10, y: 40, width: 20, height: 5, label: 'phone', rule: 'phone.form' };
const area = { x: 80, y: 80, width: 10, height: 10, label: 'area', rule: 'contributor' };
const elsewhere: Box = { x: 60, y: 60, width: 5, height: 5 };

/** A frame that paints these places, and what it tells of covers, black-outs apart as an edit stores them. */
function frameAt(
  timeNs: number,
  painted: readonly Box[],
  ...told: readonly (readonly (typeof name)[])[]
): RecordingEvent[] {
  const frame = createId('frame', systemClock, systemRandom);
  const patches = painted.map((box) => ({
    ...box,
    mediaType: 'image/webp' as const,
    data: new Uint8Array(),
  }));
  const keyframe = painted.includes(whole);
  return [
    { kind: 'screen', timeNs, frame, size, cause: 'damage', keyframe, patches },
    ...told.map((boxes) => ({ kind: 'redaction' as const, timeNs, frame, boxes })),
  ];
}

const standing = (...frames: readonly RecordingEvent[][]) =>
  toStanding(frames.flat()).map(({ timeNs, boxes }) => [timeNs, boxes]);

test('what a frame covers stands while later frames paint elsewhere', () => {
  expect(standing(frameAt(1, [whole], [name]), frameAt(2, [elsewhere]))).toEqual([[1, [name]]]);
});

test('a frame that tells of covers tells of all that stand', () => {
  const frames = [frameAt(1, [whole], [name]), frameAt(2, [phone], [name, phone])];
  expect(standing(...frames, frameAt(3, [name], [phone]))).toEqual([
    [1, [name]],
    [2, [name, phone]],
    [3, [phone]],
  ]);
});

test('covers are over once all of them are painted over without a word, or the whole screen is', () => {
  const frames = [frameAt(1, [whole], [name, phone]), frameAt(2, [name])];
  expect(standing(...frames, frameAt(3, [name, phone]))).toEqual([
    [1, [name, phone]],
    [3, []],
  ]);
  expect(standing(frameAt(1, [whole], [name]), frameAt(2, [whole]))).toEqual([
    [1, [name]],
    [2, []],
  ]);
});

test('what was blacked out stands with the frames that tell of it, beside what was covered before', () => {
  const frames = [frameAt(1, [whole], [area], [name]), frameAt(2, [elsewhere], [area])];
  expect(standing(...frames, frameAt(3, [elsewhere]))).toEqual([
    [1, [name, area]],
    [3, [name]],
  ]);
});
