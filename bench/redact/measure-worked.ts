/**
 * What a 1080p frame of typing and scrolling costs where the page tells no structure and is a
 * picture that must be read: as while recording, but with time enough to read all that rests.
 *
 * The same minute is worked twice, the second time by a reader and a redactor that know nothing of
 * the first: a session has hours, so what V8 compiles once is in the first frame's row alone.
 */
import { createId, systemClock, systemRandom } from '@understudy/base';
import { createPictureReader, createRedactor } from '@understudy/redact';
import type { Box, RawEvent, Size, TextBox } from '@understudy/recording';
import { atShare, measureCpuMs, median, type BenchRow } from '../bench.ts';
import { createForeignHeader, nothingCounted } from '../foreign-session.ts';
import { childCpuMs } from './child-cpu.ts';
import { toPixels } from './screens.ts';
import { takeWorkedFrames, workedSize, type WorkedFrame } from './worked-page.ts';

const whole: Box = { x: 0, y: 0, ...workedSize };
const unexplained: TextBox = { box: whole, text: '', role: 'image', secure: true, picture: true };
/** Of a session, in nanoseconds: as often as the recorder cuts. */
const segmentNs = 1e10;

/** The box of what differs from the picture before. */
function damageOf(before: Uint32Array | null, after: Uint32Array): Box[] {
  if (before === null) return [whole];
  const { width, height }: Size = workedSize;
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let at = 0; at < after.length; at += 1) {
    if (after[at] === before[at]) continue;
    const x = at % width;
    const y = (at - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = y + 1;
  }
  return right === 0 ? [] : [{ x: left, y: top, width: right - left, height: bottom - top }];
}

function keysOf({ timeNs, typed }: WorkedFrame): RawEvent[] {
  return Array.from({ length: typed }, (_, key) => ({
    kind: 'key',
    timeNs: timeNs - (typed - key) * 1e8,
    pressed: true,
    stroke: { kind: 'withheld', reason: 'unknownField' },
  }));
}

/** With its pixels, as a recorder has them at hand. */
interface Painted extends WorkedFrame {
  readonly pixels: Uint8Array;
  readonly damage: readonly Box[];
}

async function takePaintedFrames(): Promise<Painted[]> {
  let before: Uint32Array | null = null;
  const painted: Painted[] = [];
  for (const frame of await takeWorkedFrames()) {
    const { pixels } = await toPixels(frame.png);
    const words = new Uint32Array(pixels.buffer);
    painted.push({ ...frame, pixels, damage: damageOf(before, words) });
    before = words;
  }
  return painted;
}

interface Worked {
  readonly firstMs: number;
  /** All frames behind the first together. */
  readonly restMs: number;
  /** Of each look at an area. */
  readonly readingMs: readonly number[];
  readonly shown: number;
}

async function work(frames: readonly Painted[]): Promise<Worked> {
  const reader = createPictureReader({
    clock: systemClock,
    limits: { share: 1, reserveMs: 1e9, patienceMs: 120_000 },
  });
  let shown = 0;
  const readingMs: number[] = [];
  const redactor = createRedactor({
    header: createForeignHeader(),
    random: systemRandom,
    clock: systemClock,
    pictures: {
      show: async (area, context) => {
        let answer: Awaited<ReturnType<typeof reader.show>> = null;
        const before = childCpuMs();
        const ownMs = await measureCpuMs(async () => {
          answer = await reader.show(area, context);
        });
        readingMs.push(ownMs + childCpuMs() - before);
        if (answer !== null) shown += 1;
        return answer;
      },
    },
  });
  let firstMs = 0;
  let restMs = 0;
  let cutNs = 0;
  for (const [index, frame] of frames.entries()) {
    const { pixels, damage } = frame;
    const childBefore = childCpuMs();
    const ownMs = await measureCpuMs(async () => {
      if (index === 1 || frame.timeNs - cutNs > segmentNs) {
        cutNs = frame.timeNs - 1;
        await redactor.cut(cutNs, nothingCounted);
      }
      redactor.push([
        ...keysOf(frame),
        {
          kind: 'rawFrame',
          timeNs: frame.timeNs,
          frame: createId('frame', systemClock, systemRandom),
          size: workedSize,
          cause: index === 0 ? 'start' : 'damage',
          pixels,
          damage,
          windows: [{ handle: 1, app: 'desk', box: whole, allowed: true, texts: [unexplained] }],
        },
      ]);
      if (index === frames.length - 1) await redactor.finish(nothingCounted);
    });
    const cpuMs = ownMs + childCpuMs() - childBefore;
    // The cut before the second frame reads the first.
    if (index <= 1) firstMs += cpuMs;
    else restMs += cpuMs;
  }
  if (shown < 3) throw new Error(`Only ${shown} of ${frames.length} frames were read.`);
  return { firstMs, restMs, readingMs, shown };
}

export async function measureWorked(): Promise<BenchRow[]> {
  const frames = await takePaintedFrames();
  const { firstMs } = await work(frames);
  const { restMs, readingMs, shown } = await work(frames);
  const later = readingMs.slice(1);
  const count = frames.length - 1;
  return [
    {
      measure: 'CPU for the first 1080p frame of a page, read by OCR alone',
      value: firstMs,
      unit: 'ms',
    },
    {
      measure: `CPU per 1080p frame of typing and scrolling, by OCR of lines and their cache, WebP included (mean of the next ${count}, ${shown - 1} of which rest and are shown; code compiled by a first pass)`,
      value: restMs / count,
      unit: 'ms',
      goal: { kind: 'atMost', value: 100 },
    },
    { measure: 'of it, reading: median', value: median(later), unit: 'ms' },
    { measure: 'of it, reading: 95th percentile', value: atShare(later, 0.95), unit: 'ms' },
  ];
}
