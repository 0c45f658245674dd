/**
 * `uiohook-napi` → input signals, for Windows and macOS. Untested there.
 *
 * The hook knows physical keys only, not what the layout makes of them, so a
 * key that writes is "Unidentified". Its own times are milliseconds of the
 * platform's uptime; delivery may lag behind them by 200 ms and more.
 */
import type { Clock } from '@understudy/base';
import type { PointerButton } from '@understudy/recording';
import type {
  uIOhook,
  UiohookKeyboardEvent,
  UiohookMouseEvent,
  UiohookWheelEvent,
  WheelDirection,
} from 'uiohook-napi';
import { CaptureError } from '../error.ts';
import type { InputPort, InputSignal } from '../ports.ts';
import { uiohookKeyToCode } from './key-codes.ts';

const buttons: Readonly<Record<number, PointerButton>> = {
  1: 'left',
  2: 'right',
  3: 'middle',
  4: 'back',
  5: 'forward',
};
const horizontal: WheelDirection = 4;
const pause = { ctrl: true, alt: true, code: 'Pause' };

export function createUiohookInput(clock: Clock): InputPort {
  return {
    open: async (listener) => {
      const hook = await loadUiohook();
      let generated = 0;
      const stamp = createStamp(clock);
      const tell = (signal: InputSignal): void => {
        generated += 1;
        listener([signal]);
      };
      const onKey =
        (pressed: boolean) =>
        (event: UiohookKeyboardEvent): void => {
          const code = uiohookKeyToCode(event.keycode);
          const atNs = stamp(event.time);
          if (code === pause.code && event.ctrlKey && event.altKey) {
            if (pressed) listener([{ kind: 'pauseHotkey', atNs }]);
            return;
          }
          tell({ kind: 'key', atNs, code, key: codeToKey(code), pressed });
        };
      const onButton =
        (pressed: boolean) =>
        (event: UiohookMouseEvent): void => {
          const button = typeof event.button === 'number' ? buttons[event.button] : undefined;
          if (button === undefined) return;
          tell({
            kind: 'button',
            atNs: stamp(event.time),
            x: event.x,
            y: event.y,
            button,
            pressed,
          });
        };
      hook.on('keydown', onKey(true));
      hook.on('keyup', onKey(false));
      hook.on('mousedown', onButton(true));
      hook.on('mouseup', onButton(false));
      hook.on('mousemove', (event: UiohookMouseEvent) => {
        tell({ kind: 'move', atNs: stamp(event.time), x: event.x, y: event.y });
      });
      hook.on('wheel', (event: UiohookWheelEvent) => {
        const steps = -Math.sign(event.rotation);
        const isHorizontal = event.direction === horizontal;
        tell({
          kind: 'wheel',
          atNs: stamp(event.time),
          x: event.x,
          y: event.y,
          dx: isHorizontal ? -steps : 0,
          dy: isHorizontal ? 0 : steps,
        });
      });
      hook.start();
      return {
        flush: () => new Promise((resolve) => setImmediate(resolve)),
        generated: () => generated,
        ignored: () => 0,
        close: () => {
          hook.stop();
          hook.removeAllListeners();
          return Promise.resolve();
        },
      };
    },
  };
}

async function loadUiohook(): Promise<typeof uIOhook> {
  try {
    const loaded = await import('uiohook-napi');
    return loaded.uIOhook;
  } catch (cause) {
    throw new CaptureError({
      code: 'adapterMissing',
      message: 'The part that reads input on this platform (uiohook-napi) is not installed.',
      remedy: 'Run npm install with optional dependencies.',
      cause,
    });
  }
}

/** The hook's clock has an origin of its own: the first event, which is just now, sets it. */
function createStamp(clock: Clock): (eventMs: number) => number {
  let originNs: number | null = null;
  return (eventMs) => {
    const nowNs = Number(clock.monotonicNs());
    originNs ??= nowNs - eventMs * 1e6;
    return Math.min(originNs + eventMs * 1e6, nowNs);
  };
}

const sides = /^(Shift|Control|Alt|Meta)(Left|Right)$/;

function codeToKey(code: string): string {
  const [, modifier] = sides.exec(code) ?? [];
  if (modifier !== undefined) return modifier;
  if (code === 'Space') return ' ';
  if (code === 'NumpadEnter') return 'Enter';
  const writes =
    /^(Key|Digit|Numpad|Bracket|Intl)|^(Minus|Equal|Semicolon|Quote|Backquote|Backslash|Comma|Period|Slash)$/;
  return writes.test(code) ? 'Unidentified' : code;
}
