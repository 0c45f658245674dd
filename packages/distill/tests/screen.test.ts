import type { Box, ScreenEvent } from '@understudy/recording';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createScreen, type Screen } from '../src/screen.ts';
import { frameId } from './script.ts';

const size = { width: 40, height: 20 };
const whole: Box = { x: 0, y: 0, ...size };
const right: Box = { x: 20, y: 0, width: 20, height: 20 };

const solid = (box: Pick<Box, 'width' | 'height'>, colour: string): Promise<Buffer> =>
  sharp({ create: { width: box.width, height: box.height, channels: 3, background: colour } })
    .webp({ lossless: true })
    .toBuffer();

async function frame(
  number: number,
  box: Box,
  data: Uint8Array,
  keyframe: boolean,
): Promise<ScreenEvent> {
  return {
    kind: 'screen',
    timeNs: number * 1e9,
    frame: frameId(number),
    size,
    cause: 'damage',
    keyframe,
    patches: [{ ...box, mediaType: 'image/webp', data }],
  };
}

async function colours(
  screen: Screen,
  number: number,
): Promise<readonly (readonly number[])[] | null> {
  const image = await screen.imageOf(frameId(number));
  if (image === null) return null;
  const pixels = await sharp(image.bytes).raw().toBuffer();
  return [0, 39].map((x) => [...pixels.subarray(x * 3, x * 3 + 3)]);
}

const red = [255, 0, 0];
const green = [0, 255, 0];
const blue = [0, 0, 255];

describe('a frame that is not sound', () => {
  it.each([
    ['holds an image that is larger than its patch says', right, { width: 4000, height: 4000 }],
    ['holds an image that is smaller than its patch says', right, { width: 2, height: 2 }],
    ['has a patch outside the screen', { ...right, x: 30 }, right],
  ])('is refused when it %s', async (_name, box, real) => {
    const screen = createScreen();
    screen.see(await frame(1, whole, await solid(whole, '#f00'), true));
    screen.see(await frame(2, box, await solid(real, '#00f'), false));
    await expect(screen.imageOf(frameId(2))).rejects.toMatchObject({ code: 'badFrame' });
  });

  it('is refused when it is no image', async () => {
    const screen = createScreen();
    screen.see(await frame(1, whole, new Uint8Array([1, 2, 3]), true));
    await expect(screen.imageOf(frameId(1))).rejects.toMatchObject({ code: 'badFrame' });
  });

  it('is none when nothing was painted under its patches', async () => {
    const screen = createScreen();
    screen.see(await frame(1, right, await solid(right, '#00f'), false));
    expect(await screen.imageOf(frameId(1))).toBeNull();
  });
});

describe('a frame', () => {
  it('is its keyframe with all patches since, painted over it', async () => {
    const screen = createScreen();
    screen.see(await frame(1, whole, await solid(whole, '#f00'), true));
    screen.see(await frame(2, right, await solid(right, '#00f'), false));
    screen.see(await frame(3, { ...right, x: 0 }, await solid(right, '#0f0'), false));
    expect(await colours(screen, 1)).toEqual([red, red]);
    expect(await colours(screen, 2)).toEqual([red, blue]);
    expect(await colours(screen, 3)).toEqual([green, blue]);
  });

  it('that was asked for once may be asked for again, and an older one may not', async () => {
    const screen = createScreen();
    screen.see(await frame(1, whole, await solid(whole, '#f00'), true));
    screen.see(await frame(2, right, await solid(right, '#00f'), false));
    expect(await colours(screen, 2)).toEqual([red, blue]);
    expect(await colours(screen, 2)).toEqual([red, blue]);
    expect(await colours(screen, 1)).toBeNull();
  });

  it('is still there when what is older was forgotten', async () => {
    const screen = createScreen();
    screen.see(await frame(1, whole, await solid(whole, '#f00'), true));
    screen.see(await frame(2, whole, await solid(whole, '#0f0'), true));
    screen.see(await frame(3, right, await solid(right, '#00f'), false));
    await screen.forgetBefore(3.5e9);
    expect(await colours(screen, 1)).toBeNull();
    expect(await colours(screen, 3)).toEqual([green, blue]);
  });
});
