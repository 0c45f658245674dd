/** One line of DuckTrack's or AgentNetTool's `events.jsonl` → an event. */
import { z } from 'zod';
import type { KeyStroke, RecordingEvent } from '../event.ts';
import { nameToStroke, virtualKeyToStroke } from './foreign-key.ts';
import type { CountRepair } from './repairs.ts';

/** No desktop is larger; what a file cannot hold is no place. */
const coordinate = z.number().min(-1_000_000).max(1_000_000);
const time = { time_stamp: z.number() };
const place = { ...time, x: coordinate, y: coordinate };
/** AgentNetTool has pynput's own name of the key beside its own. */
const key = { ...time, name: z.string().nullable(), pynput_key: z.string().nullish() };

export const duckEventSchema = z.discriminatedUnion('action', [
  z.looseObject({ action: z.literal('move'), ...place }),
  z.looseObject({ action: z.literal('click'), ...place, button: z.string(), pressed: z.boolean() }),
  z.looseObject({ action: z.literal('scroll'), ...place, dx: coordinate, dy: coordinate }),
  z.looseObject({ action: z.literal('press'), ...key }),
  z.looseObject({ action: z.literal('release'), ...key }),
  z.looseObject({ action: z.enum(['pause', 'resume']), ...time }),
]);
export type DuckEvent = z.infer<typeof duckEventSchema>;

/** Whether the line, read as JSON, begins or ends a pause. */
export function pauseActionOf(value: unknown): 'pause' | 'resume' | null {
  if (typeof value !== 'object' || value === null || !('action' in value)) return null;
  return value.action === 'pause' || value.action === 'resume' ? value.action : null;
}

const buttons = {
  left: 'left',
  right: 'right',
  middle: 'middle',
  x1: 'back',
  x2: 'forward',
  button8: 'back',
  button9: 'forward',
} as const;
const isButton = (name: string): name is keyof typeof buttons => Object.hasOwn(buttons, name);

/** A key without a name: `$Unknown (186)$` or `<186>`, with Windows' number of it. */
const numbered = /^(?:\$Unknown \((\d+)\)\$|<(\d+)>)$/;

/** pynput writes a dead key in brackets: `[´]`. */
export const isDeadKey = (event: DuckEvent): boolean =>
  (event.action === 'press' || event.action === 'release') &&
  /^\[.\]$/u.test(event.pynput_key ?? '');

interface KeyNames {
  readonly name: string | null;
  readonly pynput_key?: string | null | undefined;
}

/** What decides about the meaning of a key's name. */
export interface KeyContext {
  readonly isWindows: boolean;
  readonly controlHeld: boolean;
}

function strokeOf(
  { name, pynput_key: pynputKey }: KeyNames,
  { isWindows, controlHeld }: KeyContext,
): KeyStroke | null {
  const named = name === null ? null : nameToStroke(name, controlHeld);
  if (named !== null) return named;
  for (const text of [name, pynputKey]) {
    const [, first, second] = numbered.exec(text ?? '') ?? [];
    const virtualKey = Number(first ?? second);
    if (isWindows && Number.isInteger(virtualKey))
      return virtualKeyToStroke(virtualKey, { shifted: false, capitals: false });
  }
  const pynputName = /^Key\.(\w+)$/.exec(pynputKey ?? '')?.[1];
  return pynputName === undefined ? null : nameToStroke(pynputName);
}

/** null: counted and left out, or nothing that a recording has. */
export function duckEventToEvent(
  event: DuckEvent,
  timeNs: number,
  keys: KeyContext,
  repair: CountRepair,
): RecordingEvent | null {
  switch (event.action) {
    case 'move':
      return { kind: 'pointerMove', timeNs, x: Math.floor(event.x), y: Math.floor(event.y) };
    case 'scroll': {
      const { dx, dy } = event;
      return { kind: 'wheel', timeNs, x: Math.floor(event.x), y: Math.floor(event.y), dx, dy };
    }
    case 'click': {
      if (!isButton(event.button)) {
        repair('unknownEvent');
        return null;
      }
      const at = { x: Math.floor(event.x), y: Math.floor(event.y) };
      const button = buttons[event.button];
      return { kind: 'pointerButton', timeNs, ...at, button, pressed: event.pressed };
    }
    case 'press':
    case 'release': {
      const stroke = strokeOf(event, keys);
      if (stroke === null) {
        repair('unknownKey');
        return null;
      }
      return { kind: 'key', timeNs, pressed: event.action === 'press', stroke };
    }
    case 'pause':
    case 'resume':
      return null;
  }
}
