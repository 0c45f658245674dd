/** Segments are written and read in the contributor's browser too. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSegment, encodeSegment, RecordingError } from '@understudy/recording';
import { anySegment } from './arbitrary.ts';

test('in a browser a damaged segment is never answered by an error that is not ours', async () => {
  const [segment] = fc.sample(anySegment, { numRuns: 1, seed: 7 });
  if (segment === undefined) throw new TypeError('fast-check gave no sample');
  const bytes = await encodeSegment(segment);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: bytes.byteLength - 1 }), async (at) => {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x5a;
      const outcome = await decodeSegment(damaged).catch((error: unknown) => error);
      expect(outcome instanceof Error && !(outcome instanceof RecordingError)).toBe(false);
      await expect(decodeSegment(bytes.subarray(0, at))).rejects.toBeInstanceOf(RecordingError);
    }),
  );
});

test('in a browser a segment decodes to what was encoded', async () => {
  await fc.assert(
    fc.asyncProperty(anySegment, async (segment) => {
      expect(await decodeSegment(await encodeSegment(segment))).toEqual(segment);
    }),
  );
});

test('in a browser a chunk is written compressed', async () => {
  const [segment] = fc.sample(anySegment, { numRuns: 1, seed: 7 });
  if (segment === undefined) throw new TypeError('fast-check gave no sample');
  const events = Array.from({ length: 5000 }, (_, index) => ({
    kind: 'pointerMove' as const,
    timeNs: index,
    x: 1,
    y: 2,
  }));
  const bytes = await encodeSegment({ ...segment, events });
  // 5,000 messages of about 80 bytes each, and 16 bytes each of an index that stays as it is.
  expect(bytes.byteLength).toBeLessThan(5000 * (16 + 10));
});
