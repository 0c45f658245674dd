/**
 * In a process of its own, so that its peak memory is its own: reduces so many
 * made-up events (a person's mix: 94 % moves) and prints what it took.
 */
import { createReducer, profiles } from '@understudy/distill';
import type { RecordingEvent } from '@understudy/recording';
import { peakMemoryMiB } from '../bench.ts';

const all = Number(process.argv[2] ?? 1_000_000);
const batchSize = 1000;

function eventAt(number: number): RecordingEvent {
  const timeNs = number * 1_000_000;
  const place = { x: number % 1920, y: number % 1080 };
  const inSecond = number % 1000;
  if (inSecond === 500 || inSecond === 560) {
    return {
      kind: 'pointerButton',
      timeNs,
      x: 100,
      y: 100,
      button: 'left',
      pressed: inSecond === 500,
    };
  }
  if (inSecond > 600 && inSecond <= 640) {
    const stroke = { kind: 'known', code: 'KeyA', key: 'a' } as const;
    return { kind: 'key', timeNs, pressed: inSecond % 2 === 1, stroke };
  }
  if (inSecond > 800 && inSecond <= 820) return { kind: 'wheel', timeNs, ...place, dx: 0, dy: -1 };
  return { kind: 'pointerMove', timeNs, ...place };
}

const reducer = createReducer(profiles.agentnet);
let actions = 0;
let spentUs = 0;
for (let first = 0; first < all; first += batchSize) {
  const batch = Array.from({ length: batchSize }, (_, index) => eventAt(first + index));
  const before = process.threadCpuUsage();
  actions += reducer.push(batch).length;
  const used = process.threadCpuUsage(before);
  spentUs += used.user + used.system;
}
actions += reducer.finish().length;
const eventsPerSecond = all / (spentUs / 1e6);
const peakMiB = peakMemoryMiB();
process.stdout.write(`${JSON.stringify({ actions, eventsPerSecond, peakMiB })}\n`);
