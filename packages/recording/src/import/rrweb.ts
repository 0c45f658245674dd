/**
 * rrweb's event array (JSON, or one event a line) → a Recording. rrweb has no
 * keys, no buttons and no pictures: typed text is inferred from how the value
 * of a field grows, the wheel from how far the page scrolled; both are counted.
 */
import { z } from 'zod';
import { RecordingError } from '../error.ts';
import type { KeyStroke, RecordingEvent } from '../event.ts';
import { createForeignIdentity, hashOf } from './foreign-identity.ts';
import { nameToStroke } from './foreign-key.ts';
import { batchEvents, type ImportedRecording } from './imported.ts';
import { readJsonArray } from './json-array.ts';
import { createRepairs, type CountRepair } from './repairs.ts';

const eventSchema = z.looseObject({ type: z.int(), timestamp: z.number(), data: z.unknown() });
const metaSchema = z.looseObject({ href: z.string(), width: z.number(), height: z.number() });
const moveSchema = z.looseObject({
  positions: z.array(z.looseObject({ x: z.number(), y: z.number(), timeOffset: z.number() })),
});
const interactionSchema = z.looseObject({
  type: z.int(),
  x: z.number().optional(),
  y: z.number().optional(),
});
const scrollSchema = z.looseObject({ id: z.int(), x: z.number(), y: z.number() });
const resizeSchema = z.looseObject({ width: z.number(), height: z.number() });
const inputSchema = z.looseObject({ id: z.int(), text: z.string() });
const incrementalSchema = z.looseObject({ source: z.int() });

/** rrweb's numbers (packages/types, EventType and IncrementalSource). */
const eventType = { meta: 4, incremental: 3 } as const;
const source = { move: 1, interaction: 2, scroll: 3, resize: 4, input: 5 } as const;
const interaction = { up: 0, down: 1 } as const;
/** What one step of a wheel scrolls in Chromium on Linux and Windows, in CSS pixels. */
const pixelsPerStep = 100;

function withoutQuery(href: string): string {
  const url = URL.canParse(href) ? new URL(href) : null;
  return url === null ? '' : `${url.protocol}//${url.host}${url.pathname}`;
}

interface Reader {
  read(type: number, timeNs: number, data: unknown): readonly RecordingEvent[];
}

function createReader(repair: CountRepair): Reader {
  let pointer = { x: 0, y: 0 };
  const values = new Map<number, string>();
  const scrolled = new Map<number, { x: number; y: number }>();

  const keys = (timeNs: number, stroke: KeyStroke): RecordingEvent[] => {
    repair('keysInferred');
    return [true, false].map((pressed) => ({ kind: 'key', timeNs, pressed, stroke }));
  };

  const onInput = (timeNs: number, { id, text }: z.infer<typeof inputSchema>): RecordingEvent[] => {
    const before = Array.from(values.get(id) ?? '');
    const after = Array.from(text);
    values.set(id, text);
    // rrweb masks with asterisks: which keys they were is not known.
    if (/^\*+$/.test(text)) {
      const count = Math.max(0, after.length - before.length);
      const withheld: KeyStroke = { kind: 'withheld', reason: 'secureField' };
      return Array.from({ length: count }, () => keys(timeNs, withheld)).flat();
    }
    let common = 0;
    while (common < before.length && before[common] === after[common]) common += 1;
    const backspace = nameToStroke('backspace');
    const strokes: (KeyStroke | null)[] = [
      ...before.slice(common).map(() => backspace),
      ...after.slice(common).map((character) => nameToStroke(character)),
    ];
    return strokes.flatMap((stroke) => (stroke === null ? [] : keys(timeNs, stroke)));
  };

  const onScroll = (timeNs: number, at: z.infer<typeof scrollSchema>): RecordingEvent[] => {
    const before = scrolled.get(at.id) ?? { x: 0, y: 0 };
    scrolled.set(at.id, { x: at.x, y: at.y });
    const dx = (at.x - before.x) / pixelsPerStep;
    const dy = (before.y - at.y) / pixelsPerStep;
    if (dx === 0 && dy === 0) return [];
    repair('stepsInferred');
    return [{ kind: 'wheel', timeNs, ...pointer, dx, dy }];
  };

  const onIncremental = (timeNs: number, data: unknown): readonly RecordingEvent[] => {
    const incremental = incrementalSchema.safeParse(data);
    if (!incremental.success) return unknown(repair);
    switch (incremental.data.source) {
      case source.move: {
        const moves = moveSchema.safeParse(data);
        if (!moves.success) return unknown(repair);
        return moves.data.positions.map(({ x, y, timeOffset }) => {
          pointer = { x: Math.round(x), y: Math.round(y) };
          const movedNs = Math.max(0, timeNs + Math.round(timeOffset * 1e6));
          return { kind: 'pointerMove', timeNs: movedNs, ...pointer };
        });
      }
      case source.interaction: {
        const found = interactionSchema.safeParse(data);
        if (!found.success) return unknown(repair);
        const { type, x = pointer.x, y = pointer.y } = found.data;
        if (type !== interaction.up && type !== interaction.down) return [];
        pointer = { x: Math.round(x), y: Math.round(y) };
        const pressed = type === interaction.down;
        return [{ kind: 'pointerButton', timeNs, ...pointer, button: 'left', pressed }];
      }
      case source.scroll: {
        const found = scrollSchema.safeParse(data);
        return found.success ? onScroll(timeNs, found.data) : unknown(repair);
      }
      case source.resize: {
        const found = resizeSchema.safeParse(data);
        return found.success ? [display(timeNs, found.data)] : unknown(repair);
      }
      case source.input: {
        const found = inputSchema.safeParse(data);
        return found.success ? onInput(timeNs, found.data) : unknown(repair);
      }
      default:
        return [];
    }
  };

  return {
    read: (type, timeNs, data) => {
      if (type === eventType.incremental) return onIncremental(timeNs, data);
      if (type !== eventType.meta) return [];
      const meta = metaSchema.safeParse(data);
      if (!meta.success) return unknown(repair);
      values.clear();
      scrolled.clear();
      const page = { kind: 'page', timeNs, url: withoutQuery(meta.data.href), title: '' } as const;
      return [display(timeNs, meta.data), page];
    },
  };
}

function unknown(repair: CountRepair): readonly RecordingEvent[] {
  repair('unknownEvent');
  return [];
}

function display(
  timeNs: number,
  { width, height }: { width: number; height: number },
): RecordingEvent {
  const size = { width: Math.round(width), height: Math.round(height) };
  return { kind: 'display', timeNs, size, monitors: [] };
}

async function* readEvents(path: string, repair: CountRepair): AsyncGenerator<RecordingEvent> {
  const reader = createReader(repair);
  let startMs: number | null = null;
  let lastNs = 0;
  for await (const { value, number } of readJsonArray(path)) {
    const parsed = eventSchema.safeParse(value);
    if (!parsed.success) throw notRrweb(number);
    const { type, timestamp, data } = parsed.data;
    startMs ??= timestamp;
    const exactNs = Math.round((timestamp - startMs) * 1e6);
    if (exactNs < lastNs) repair('clockBackwards');
    lastNs = Math.max(lastNs, exactNs);
    yield* reader.read(type, lastNs, data);
  }
}

function notRrweb(number: number): RecordingError {
  return new RecordingError({
    code: 'badMessage',
    message: `Event ${number} of the file is no event of rrweb.`,
    remedy: 'Give an array of rrweb events, or one event a line.',
  });
}

/** @throws RecordingError `badMessage` naming the event, `truncated`. */
export async function importRrweb(path: string): Promise<ImportedRecording> {
  let startedAtMs = 0;
  for await (const { value, number } of readJsonArray(path)) {
    const first = eventSchema.safeParse(value);
    if (!first.success) throw notRrweb(number);
    startedAtMs = first.data.timestamp;
    break;
  }
  const identity = createForeignIdentity(await hashOf(path), {
    recorder: 'rrweb',
    startedAtMs,
    platform: 'browser',
    task: null,
  });
  const repairs = createRepairs();
  return {
    header: identity.header,
    events: batchEvents(readEvents(path, repairs.count)),
    repairs: () => repairs.counted(),
  };
}
