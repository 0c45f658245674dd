/** A person at work, as raw events: each call adds what a recorder would have seen. */
import { createId, type Clock, type FrameId } from '@understudy/base';
import type {
  Box,
  ElementInfo,
  PointerButton,
  RecordingEvent,
  ScreenEvent,
  ScreenPatch,
} from '@understudy/recording';

export const ms = 1_000_000;

const clock: Clock = { nowMs: () => 1_800_000_000_000, monotonicNs: () => 0n };

/** The same number gives the same id. */
export function frameId(number: number): FrameId {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(12, number);
  // One character of the id takes 5 bits of one byte: spread the number over the last ones.
  for (let place = 0; place < 16; place += 1)
    bytes[15 - place] = Math.floor(number / 32 ** place) % 32;
  return createId('frame', clock, { bytes: () => bytes });
}

export interface Script {
  readonly events: RecordingEvent[];
  /** Lets time pass. */
  wait(durationMs: number): Script;
  move(x: number, y: number): Script;
  down(x: number, y: number, button?: PointerButton): Script;
  up(x: number, y: number, button?: PointerButton): Script;
  click(x: number, y: number, button?: PointerButton): Script;
  wheel(x: number, y: number, dy: number, dx?: number): Script;
  keyDown(code: string, key: string): Script;
  keyUp(code: string, key: string): Script;
  tap(code: string, key: string): Script;
  type(text: string): Script;
  withheld(count: number): Script;
  display(width: number, height: number): Script;
  element(relation: 'pointer' | 'focus', element: ElementInfo | null): Script;
  /** What was chosen in a list or picker that the browser draws. */
  choose(element: ElementInfo, value: string): Script;
  frame(number: number, patches?: readonly Box[], image?: Partial<ScreenPatch>): Script;
  gap(durationMs: number): Script;
}

export function element(name: string, box: Box, role = 'button'): ElementInfo {
  return { role, name, box, secure: false, editable: role === 'textbox', app: 'app' };
}

export function script(screen = { width: 1000, height: 500 }): Script {
  const events: RecordingEvent[] = [];
  let timeNs = 0;
  const add = (event: RecordingEvent): Script => {
    events.push(event);
    return self;
  };
  const self: Script = {
    events,
    wait: (durationMs) => {
      timeNs += durationMs * ms;
      return self;
    },
    move: (x, y) => add({ kind: 'pointerMove', timeNs, x, y }),
    down: (x, y, button = 'left') =>
      add({ kind: 'pointerButton', timeNs, x, y, button, pressed: true }),
    up: (x, y, button = 'left') =>
      add({ kind: 'pointerButton', timeNs, x, y, button, pressed: false }),
    click: (x, y, button = 'left') => self.down(x, y, button).wait(60).up(x, y, button),
    wheel: (x, y, dy, dx = 0) => add({ kind: 'wheel', timeNs, x, y, dx, dy }),
    keyDown: (code, key) =>
      add({ kind: 'key', timeNs, pressed: true, stroke: { kind: 'known', code, key } }),
    keyUp: (code, key) =>
      add({ kind: 'key', timeNs, pressed: false, stroke: { kind: 'known', code, key } }),
    tap: (code, key) => self.keyDown(code, key).wait(40).keyUp(code, key).wait(40),
    type: (text) => {
      for (const key of text) {
        const shifted = key !== key.toLowerCase();
        if (shifted) self.keyDown('ShiftLeft', 'Shift');
        self.tap(key === ' ' ? 'Space' : `Key${key.toUpperCase()}`, key);
        if (shifted) self.keyUp('ShiftLeft', 'Shift');
      }
      return self;
    },
    withheld: (count) => {
      for (let made = 0; made < count; made += 1) {
        for (const pressed of [true, false]) {
          add({
            kind: 'key',
            timeNs,
            pressed,
            stroke: { kind: 'withheld', reason: 'secureField' },
          });
          self.wait(30);
        }
      }
      return self;
    },
    choose: (element, value) =>
      add({ kind: 'interaction', timeNs, what: 'change', element, value }),
    display: (width, height) =>
      add({ kind: 'display', timeNs, size: { width, height }, monitors: [] }),
    element: (relation, info) => add({ kind: 'element', timeNs, relation, element: info }),
    frame: (number, patches, image = {}) => {
      const keyframe = patches === undefined;
      const boxes = patches ?? [{ x: 0, y: 0, ...screen }];
      const event: ScreenEvent = {
        kind: 'screen',
        timeNs,
        frame: frameId(number),
        size: screen,
        cause: 'damage',
        keyframe,
        patches: boxes.map((box) => ({
          mediaType: 'image/webp',
          data: new Uint8Array(),
          ...image,
          ...box,
        })),
      };
      return add(event);
    },
    gap: (durationMs) => {
      add({ kind: 'gap', timeNs, durationNs: durationMs * ms, reason: 'paused' });
      return self.wait(durationMs);
    },
  };
  return self;
}
