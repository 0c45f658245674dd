/** Small pictures of one colour each, as frames of a recording, and what they leave on the screen. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import type { RecordingEvent, ScreenEvent, ScreenPatch } from '@understudy/recording';
import sharp from 'sharp';
import { createCanvas } from '../src/review/canvas.ts';

const size = { width: 40, height: 30 };
export const whole = { x: 0, y: 0, ...size };
export const place = { x: 5, y: 5, width: 10, height: 10 };
export type Colour = readonly [number, number, number];
export const red: Colour = [255, 0, 0];
export const green: Colour = [0, 255, 0];
export const blue: Colour = [0, 0, 255];
export const covered: Colour = [32, 32, 32];

export async function patchOf(box: typeof whole, [r, g, b]: Colour): Promise<ScreenPatch> {
  const { width, height } = box;
  const data = await sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .webp({ lossless: true })
    .toBuffer();
  return { ...box, mediaType: 'image/webp', data };
}

export function frameOf(
  timeNs: number,
  patches: readonly ScreenPatch[],
  keyframe = false,
): ScreenEvent {
  const frame = createId('frame', systemClock, systemRandom);
  return { kind: 'screen', timeNs, frame, size, cause: 'damage', keyframe, patches };
}

export async function pixelsAfter(
  events: readonly RecordingEvent[],
): Promise<(x: number, y: number) => Colour> {
  const canvas = createCanvas(size);
  for (const event of events) if (event.kind === 'screen') await canvas.paint(event);
  const pixels = await sharp((await canvas.patch({ x: 0, y: 0, ...canvas.size })).data)
    .raw()
    .toBuffer();
  return (x, y) => {
    const at = (y * size.width + x) * 3;
    return [pixels[at] ?? -1, pixels[at + 1] ?? -1, pixels[at + 2] ?? -1];
  };
}
