/** A session to redact: typed keys, focus, frames with text on a canvas. */
import { createId, type Clock, type Random } from '@understudy/base';
import type {
  Accounting,
  Box,
  ElementInfo,
  FrameWindow,
  KeyEvent,
  RawEvent,
  RawFrame,
  RecordingEvent,
  SessionHeader,
} from '@understudy/recording';
import { createRedactor, type Redactor, type RedactorOptions } from '@understudy/redact';

/** A reproducible stream (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) & 255;
  };
  return { bytes: (length) => Uint8Array.from({ length }, next) };
}

export const clock: Clock = { nowMs: () => 1_700_000_000_000, monotonicNs: () => 0n };
export const accounting: Accounting = { generated: null, arrived: 100, kept: 100, dropped: {} };

export const header: SessionHeader = {
  session: createId('session', clock, seededRandom(1)),
  origin: { kind: 'foreign', recorder: 'test' },
  task: null,
  tier: 'screen',
  startedAt: '2026-01-01T00:00:00.000Z',
  platform: 'x11',
  recorder: 'understudy test',
};

export function testRedactor(options: Partial<RedactorOptions> = {}): Redactor {
  return createRedactor({ header, random: seededRandom(7), clock, ...options });
}

export const fieldBox: Box = { x: 20, y: 20, width: 160, height: 20 };

export function field(name: string, parts: Partial<ElementInfo> = {}): ElementInfo {
  return {
    role: 'textbox',
    name,
    box: fieldBox,
    secure: false,
    editable: true,
    app: 'chromium',
    ...parts,
  };
}

export function focus(timeNs: number, element: ElementInfo | null): RawEvent {
  return { kind: 'element', timeNs, relation: 'focus', element };
}

export function windowTo(timeNs: number, title: string, handle = 1): RawEvent {
  return {
    kind: 'window',
    timeNs,
    app: 'chromium',
    title,
    box: { x: 0, y: 0, width: 200, height: 100 },
    handle,
  };
}

const ms = 1_000_000;

/** Presses and releases of `text`, one key each 100 ms; `{Enter}` and the like name a key. */
export function typing(startNs: number, text: string): KeyEvent[] {
  const events: KeyEvent[] = [];
  let timeNs = startNs;
  const tap = (key: string, code: string): void => {
    events.push({ kind: 'key', timeNs, pressed: true, stroke: { kind: 'known', code, key } });
    events.push({
      kind: 'key',
      timeNs: timeNs + 40 * ms,
      pressed: false,
      stroke: { kind: 'known', code, key },
    });
    timeNs += 100 * ms;
  };
  for (const [, named, sign] of text.matchAll(/\{(\w+)\}|([^{])/gsu)) {
    if (named !== undefined) tap(named, named);
    else if (sign !== undefined) tap(sign, `Code${sign.toLowerCase()}`);
  }
  return events;
}

/** What a reader of the key events would see typed; withheld presses are `□`. */
export function textOf(events: readonly RecordingEvent[]): string {
  let text = '';
  for (const event of events) {
    if (event.kind !== 'key' || !event.pressed) continue;
    if (event.stroke.kind === 'withheld') text += '□';
    else if (event.stroke.key.length === 1) text += event.stroke.key;
    else if (event.stroke.key === 'Backspace') text = text.slice(0, -1);
  }
  return text;
}

export const frameSize = { width: 200, height: 100 };

/** A frame whose every pixel is `bgr`, but for the given boxes. */
export function frame(
  timeNs: number,
  windows: readonly FrameWindow[],
  paint: readonly { box: Box; bgr: number }[] = [],
  bgr = 0xffffff,
): RawFrame {
  const words = new Uint32Array(frameSize.width * frameSize.height).fill(bgr);
  for (const { box, bgr: colour } of paint) {
    for (let y = box.y; y < box.y + box.height; y += 1)
      words.fill(colour, y * frameSize.width + box.x, y * frameSize.width + box.x + box.width);
  }
  return {
    kind: 'rawFrame',
    timeNs,
    frame: createId('frame', clock, seededRandom(timeNs % 1000)),
    size: frameSize,
    cause: 'damage',
    pixels: new Uint8Array(words.buffer),
    damage: [{ x: 0, y: 0, ...frameSize }],
    windows,
  };
}

export function browserWindow(
  texts: FrameWindow['texts'],
  parts: Partial<FrameWindow> = {},
): FrameWindow {
  return {
    handle: 1,
    app: 'chromium',
    box: { x: 0, y: 0, width: 200, height: 100 },
    allowed: true,
    texts,
    ...parts,
  };
}
