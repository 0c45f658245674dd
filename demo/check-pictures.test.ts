import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookAtPictures } from './check-pictures.ts';
import type { DemoStep } from './dataset.ts';

const size = { width: 900, height: 300 };
const box = { x: 40, y: 200, width: 180, height: 50 };
const card = { kind: 'card', value: '4111 1111 1111 1111' } as const;
let dir = '';

const draw = async (name: string, text: string, button: string): Promise<string> => {
  const path = join(dir, name);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300" font-family="Liberation Sans" font-size="17">
    <rect width="900" height="300" fill="#fff"/><text x="40" y="80">${text}</text>
    <rect x="40" y="200" width="180" height="50" rx="8" fill="#1f5fbf"/>
    <text x="70" y="231" fill="#fff" font-weight="700">${button}</text></svg>`;
  await sharp(Buffer.from(svg)).png().toFile(path);
  return path;
};

const stepOn = (image: string): DemoStep => ({
  index: 0,
  kind: 'click',
  code: '',
  image,
  startNs: 1e9,
  leadNs: 1e8,
  size,
  point: { x: 100, y: 220 },
  target: { role: 'button', name: 'Save address', box },
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'understudy-pictures-'));
});
afterAll(() => rm(dir, { recursive: true }));

describe('the pictures are wrong', () => {
  test('where a planted value can be read', async () => {
    const step = stepOn(await draw('card.png', 'Card: 4111 1111 1111 1111', 'Save address'));
    expect((await lookAtPictures([step], [card], 1)).problems).toHaveLength(1);
  });

  test.each([
    ['is gone', ''],
    ['is another one', 'Order kettle'],
  ])(
    'where the control that was clicked %s, as in a frame from after the click',
    async (name, button) => {
      const step = stepOn(await draw(`${name}.png`, 'Delivery address saved', button));
      const { problems, labelsRead } = await lookAtPictures([step], [card], 1);
      expect(problems).toHaveLength(1);
      expect(labelsRead).toBe(0);
    },
  );
});

test('the pictures are wrong where a frame is mostly covered', async () => {
  const image = join(dir, 'covered.png');
  await sharp({ create: { ...size, channels: 3, background: '#808080' } })
    .png()
    .toFile(image);
  const step = { ...stepOn(image), kind: 'press', target: null };
  expect((await lookAtPictures([step], [], 1)).problems).toHaveLength(1);
});

test('the pictures are right where the control is there and no planted value is', async () => {
  const step = stepOn(await draw('right.png', 'Card: 4929 0000 0000 6', 'Save address'));
  expect(await lookAtPictures([step], [card], 1)).toEqual({
    problems: [],
    labelsRead: 1,
    frames: 1,
  });
});
