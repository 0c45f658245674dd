/** JSON-lines files whose lines have a `time_stamp` → their lines in the order of their time. */
import { z } from 'zod';
import { badLine, readJsonLines, type JsonLine } from './file-lines.ts';
import { setBackNs } from './foreign-clock.ts';
import type { CountRepair } from './repairs.ts';

export interface TimedLine {
  readonly line: number;
  readonly seconds: number;
  readonly sizeBytes: number;
  /** What it unpacks to; of a long line it is unpacked each time. */
  value(): unknown;
}

/** Longer lines wait as they were written: what they unpack to may be thirty times as much. */
const mostUnpackedBytes = 16 * 1024;

const decoder = new TextDecoder();
const stamped = z.looseObject({ time_stamp: z.number() });

/** A function of its own, so that it holds the bytes and nothing that they unpacked to. */
const unpacking = (bytes: Uint8Array) => (): unknown => JSON.parse(decoder.decode(bytes));
const holding = (value: unknown) => (): unknown => value;

function toTimed(path: string, { value, bytes, line }: JsonLine): TimedLine {
  const parsed = stamped.safeParse(value);
  if (!parsed.success) throw badLine(path, line, 'has no time_stamp');
  const { byteLength: sizeBytes } = bytes;
  const isLong = sizeBytes > mostUnpackedBytes;
  const seconds = parsed.data.time_stamp;
  return { line, sizeBytes, seconds, value: isLong ? unpacking(bytes) : holding(value) };
}

async function* readTimed(path: string, repair: CountRepair): AsyncGenerator<TimedLine> {
  for await (const found of readJsonLines(path, repair)) yield toTimed(path, found);
}

/** Lines that threads wrote when they were ready stand at most so many too late. */
const mostWaiting = 16;
/** Fewer, where they are long. */
const mostWaitingBytes = 4 * 1024 * 1024;

/** @param mostLate lines that are later by so many seconds are of a clock that was set. */
async function* sorted(
  lines: AsyncGenerator<TimedLine>,
  mostLate: number,
  onMoved: () => void,
): AsyncGenerator<TimedLine> {
  const waiting: TimedLine[] = [];
  let waitingBytes = 0;
  for await (const line of lines) {
    const isAfter = ({ seconds }: TimedLine): boolean =>
      seconds <= line.seconds || seconds - line.seconds >= mostLate;
    const place = waiting.findLastIndex(isAfter) + 1;
    if (place < waiting.length) onMoved();
    waiting.splice(place, 0, line);
    waitingBytes += line.sizeBytes;
    while (waiting.length > mostWaiting || waitingBytes > mostWaitingBytes) {
      const first = waiting.shift();
      if (first === undefined) break;
      waitingBytes -= first.sizeBytes;
      yield first;
    }
  }
  yield* waiting;
}

/**
 * The lines of `main` and, before each, those of the side files that are not
 * later, each in the order of its time. A line of `main` that stands a second or
 * more too late stays where it is: its clock was set.
 */
export async function* mergeLines<Side extends string>(
  main: string,
  sides: Readonly<Record<Side, string | null>>,
  repair: CountRepair,
): AsyncGenerator<TimedLine & { readonly from: 'main' | Side }> {
  const streams = Object.entries<string | null>(sides).flatMap(([name, path]) =>
    path === null
      ? []
      : [{ name: name as Side, lines: sorted(readTimed(path, repair), Infinity, () => undefined) }],
  );
  const heads = await Promise.all(
    streams.map(async ({ name, lines }) => ({ name, lines, next: await lines.next() })),
  );
  async function* sidesUntil(seconds: number): AsyncGenerator<TimedLine & { from: Side }> {
    for (;;) {
      let first: (typeof heads)[number] | null = null;
      let earliest = seconds;
      for (const head of heads) {
        if (head.next.done === true || head.next.value.seconds > earliest) continue;
        earliest = head.next.value.seconds;
        first = head;
      }
      if (first?.next.done !== false) return;
      yield { ...first.next.value, from: first.name };
      first.next = await first.lines.next();
    }
  }
  const moved = (): void => repair('outOfOrder');
  for await (const line of sorted(readTimed(main, repair), setBackNs / 1e9, moved)) {
    yield* sidesUntil(line.seconds);
    yield { ...line, from: 'main' };
  }
  yield* sidesUntil(Infinity);
}
