import { createId } from '@understudy/base';
import type { RawFrame } from '@understudy/recording';
import { expect, test } from 'vitest';
import { clock, seededRandom } from '../../tests/world.ts';
import { createReport } from '../report.ts';
import { createScreen, holdFrame } from './screen.ts';

const random = seededRandom(7);
const size = { width: 64, height: 32 };

const rawFrame = (damage: RawFrame['damage'], grey: number): RawFrame => ({
  kind: 'rawFrame',
  timeNs: 1,
  frame: createId('frame', clock, random),
  size,
  cause: 'damage',
  pixels: new Uint8Array(4 * size.width * size.height).fill(grey),
  damage,
  windows: [],
});

test('the raw pixels of a frame are gone from memory as soon as it is encoded, and those that a recorder holds stay', async () => {
  const screen = createScreen({ random, clock, report: createReport() });
  const whole = rawFrame([{ x: 0, y: 0, ...size }], 200);
  const held = [
    holdFrame(whole, true),
    holdFrame(rawFrame([{ x: 8, y: 8, width: 16, height: 8 }], 90), false),
  ];
  expect(held.map(({ sizeBytes }) => sizeBytes)).toEqual([4 * 64 * 32, 4 * 16 * 8]);
  for (const frame of held) {
    const events = await screen.encode(frame, []);
    expect(events.flatMap((event) => (event.kind === 'screen' ? event.patches : []))).toHaveLength(
      1,
    );
    expect(frame.parts.map(({ words }) => words.buffer.byteLength)).toEqual([0]);
  }
  expect(whole.pixels.buffer.byteLength).toBe(4 * 64 * 32);
});
