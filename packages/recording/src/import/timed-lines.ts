/** JSON-lines files whose lines have a `time_stamp` → their lines in the order of their time. */
import { z } from 'zod';
import { badLine, readJsonLines } from './file-lines.ts';
import type { CountRepair } from './repairs.ts';

export interface TimedLine {
  readonly seconds: number;
  readonly value: unknown;
  readonly line: number;
}

const stamped = z.looseObject({ time_stamp: z.number() });

async function* readTimed(path: string, repair: CountRepair): AsyncGenerator<TimedLine> {
  for await (const { value, line } of readJsonLines(path, repair)) {
    const parsed = stamped.safeParse(value);
    if (!parsed.success) throw badLine(path, line, 'has no time_stamp');
    yield { seconds: parsed.data.time_stamp, value, line };
  }
}

/** Lines that threads wrote when they were ready stand at most so many too late. */
const mostWaiting = 16;

async function* sorted(lines: AsyncGenerator<TimedLine>): AsyncGenerator<TimedLine> {
  let waiting: TimedLine[] = [];
  for await (const line of lines) {
    const later = waiting.findIndex(({ seconds }) => seconds > line.seconds);
    waiting.splice(later === -1 ? waiting.length : later, 0, line);
    const [first, ...rest] = waiting;
    if (waiting.length <= mostWaiting || first === undefined) continue;
    waiting = rest;
    yield first;
  }
  yield* waiting;
}

/**
 * The lines of `main` and, before each, those of the side files that are not
 * later. `main` stays in its own order; the side files are put into theirs.
 */
export async function* mergeLines<Side extends string>(
  main: string,
  sides: Readonly<Record<Side, string | null>>,
  repair: CountRepair,
): AsyncGenerator<TimedLine & { readonly from: 'main' | Side }> {
  const streams = Object.entries<string | null>(sides).flatMap(([name, path]) =>
    path === null ? [] : [{ name: name as Side, lines: sorted(readTimed(path, repair)) }],
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
  for await (const line of readTimed(main, repair)) {
    yield* sidesUntil(line.seconds);
    yield { ...line, from: 'main' };
  }
  yield* sidesUntil(Infinity);
}
