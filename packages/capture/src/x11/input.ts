/**
 * XInput2 raw events → input signals with the server's own times.
 *
 * Each flush (a press at once, motion some thirty times a second) is paired
 * with one QueryPointer. Its reply comes after every event that happened before
 * it, so the place that it tells is exact for the last of them (and shows
 * warps, which raw events omit).
 */
import type { Clock } from '@understudy/base';
import type { Point, PointerButton, Size } from '@understudy/recording';
import { CaptureError } from '../error.ts';
import type { InputPort, InputSignal, OpenInput } from '../ports.ts';
import type { XConnection, XEvent } from './connection.ts';
import { requireExtension } from './extension.ts';
import { keycodeToCode } from './key-codes.ts';
import { createKeymap, type Keymap } from './keymap.ts';
import { grabPauseHotkey, type PauseHotkey } from './pause-hotkey.ts';
import { rawMotionToPath } from './pointer-path.ts';
import { packetToRawInput, type RawInput } from './raw-input.ts';
import { createServerClock, measureServerOffsetMs } from './server-clock.ts';

const buttons: Readonly<Record<number, PointerButton>> = {
  1: 'left',
  2: 'middle',
  3: 'right',
  8: 'back',
  9: 'forward',
};

/** Wheel steps come as presses of buttons 4 to 7; their releases say nothing. */
const wheels: Readonly<Record<number, { readonly dx: number; readonly dy: number }>> = {
  4: { dx: 0, dy: 1 },
  5: { dx: 0, dy: -1 },
  6: { dx: -1, dy: 0 },
  7: { dx: 1, dy: 0 },
};

interface HotkeyPress {
  readonly kind: 'pauseHotkey';
  /** The server's time. */
  readonly timeMs: number;
}

/**
 * Motion without pause is placed this often, rather than each by a question of
 * its own: that costs more than all else here, and everything is held longer.
 */
const motionEveryMs = 32;

/** @param onRead hears of each input as it is read, in its place among all that the server tells */
export function createX11Input(
  connection: XConnection,
  clock: Clock,
  onRead: (atNs: number) => void,
): InputPort {
  return { open: (listener) => openX11Input(connection, clock, onRead, listener) };
}

async function openX11Input(
  connection: XConnection,
  clock: Clock,
  onRead: (atNs: number) => void,
  listener: (signals: readonly InputSignal[]) => void,
): Promise<OpenInput> {
  const { client, root } = connection;
  const xinput = await requireExtension(connection, 'xinput');
  if (xinput.xi2 === null || xinput.xi2.majorVersion < 2) {
    throw new CaptureError({
      code: 'inputExtensionMissing',
      message: 'The X server has no XInput 2.',
      remedy: 'Use Xorg 1.12 or newer.',
    });
  }
  const serverClock = createServerClock(clock, await measureServerOffsetMs(connection, clock));
  let pointer = await queryPointer(connection);
  let keymap = await readKeymap(connection);
  let size = await readSize(connection);
  const hotkey = await grabPauseHotkey(connection, keymap);

  const held: (RawInput | HotkeyPress)[] = [];
  let generated = 0;
  let ignored = 0;
  let asking: Promise<void> | null = null;
  let askedNs = 0;
  let due: NodeJS.Timeout | null = null;
  let lastNs = 0;
  let closed = false;

  /** The server's clock ticks in milliseconds; a nanosecond each keeps their order. */
  const stamp = ({ timeMs }: RawInput | HotkeyPress): number => {
    lastNs = Math.max(serverClock.toNs(timeMs), lastNs + 1000);
    return lastNs;
  };

  const deliver = (events: readonly (RawInput | HotkeyPress)[], to: Point): void => {
    const motions = events.filter((event): event is RawInput => event.kind === 'motion');
    const path = rawMotionToPath(pointer, motions, to, size);
    let at: Point = pointer;
    let moved = 0;
    const signals: InputSignal[] = [];
    const add = (signal: InputSignal | null): void => {
      if (signal === null) ignored += 1;
      else signals.push(signal);
    };
    for (const event of events) {
      switch (event.kind) {
        case 'motion':
          at = path[moved] ?? to;
          moved += 1;
          add({ kind: 'move', atNs: stamp(event), x: at.x, y: at.y });
          break;
        case 'buttonPress':
        case 'buttonRelease':
          // A click ends what moved before it: without motion, a warp did.
          if (moved === motions.length) at = to;
          add(toButton(event, stamp(event), at));
          break;
        case 'keyPress':
        case 'keyRelease':
          add(toKey(event, stamp, keymap, hotkey));
          break;
        case 'pauseHotkey':
          signals.push({ kind: 'pauseHotkey', atNs: stamp(event) });
      }
    }
    if (motions.length === 0 && (to.x !== pointer.x || to.y !== pointer.y)) {
      // A warp: the pointer is elsewhere and no event said so.
      const first = signals[0];
      const atNs = first === undefined ? lastNs + 1000 : first.atNs - 500;
      generated += 1;
      signals.unshift({ kind: 'move', atNs, x: to.x, y: to.y });
    }
    pointer = to;
    if (signals.length > 0) listener(signals);
  };

  // Done within the reply's own callback: what is read after it happened after it.
  const ask = (): Promise<void> =>
    connection.ask((reply) => {
      client.QueryPointer(root, (error, found) => {
        asking = null;
        const events = held.splice(0);
        if (!error && !closed) deliver(events, { x: found.rootX, y: found.rootY });
        return reply(error, undefined);
      });
    });

  const askNow = (): void => {
    if (due !== null) clearTimeout(due);
    due = null;
    if (held.length === 0 || asking !== null) return;
    askedNs = Number(clock.monotonicNs());
    asking = ask().catch(ignoreLost);
  };

  const hold = (event: RawInput | HotkeyPress): void => {
    held.push(event);
    onRead(serverClock.toNs(event.timeMs));
    const isSoon = Number(clock.monotonicNs()) < askedNs + motionEveryMs * 1e6;
    if (event.kind === 'motion' && isSoon) due ??= setTimeout(askNow, motionEveryMs);
    else askNow();
  };
  const onEvent = (event: XEvent): void => {
    if (event.name === 'MappingNotify') {
      void readKeymap(connection).then((fresh) => {
        keymap = fresh;
      }, ignoreLost);
    } else if (event.name === 'ConfigureNotify' && event.wid1 === root) {
      void readSize(connection).then((fresh) => {
        size = fresh;
      }, ignoreLost);
    } else if (hotkey.isPress(event)) hold({ kind: 'pauseHotkey', timeMs: event.time ?? 0 });
  };
  const onGenericEvent = (packet: Buffer): boolean => {
    const event = packetToRawInput(packet, xinput.majorOpcode);
    if (event === null) return false;
    generated += 1;
    hold(event);
    return true;
  };
  const offs = [connection.onEvent(onEvent), connection.onGenericEvent(onGenericEvent)];
  const mask = ['RawMotion', 'RawButtonPress', 'RawButtonRelease', 'RawKeyPress', 'RawKeyRelease']
    .map((name) => xinput.EventMask[name] ?? 0)
    .reduce((all, bit) => all | bit, 0);
  xinput.XISelectEvents(root, { deviceId: xinput.AllMasterDevices, mask });
  // From this reply on nothing is missed.
  await connection.ask((reply) => client.GetInputFocus(reply));

  const flush = async (): Promise<void> => {
    await connection.ask((reply) => client.GetInputFocus(reply));
    askNow();
    await asking;
  };
  return {
    flush,
    generated: () => generated,
    ignored: () => ignored,
    close: async () => {
      if (closed) return;
      xinput.XISelectEvents(root, { deviceId: xinput.AllMasterDevices, mask: 0 });
      hotkey.release();
      await flush().catch(ignoreLost);
      closed = true;
      for (const off of offs) off();
    },
  };
}

/** A lost connection is told by `DesktopPorts.lost`, once, to whoever captures. */
function ignoreLost(): void {}

function readSize(connection: XConnection): Promise<Size> {
  return connection.ask<Size>((reply) => connection.client.GetGeometry(connection.root, reply));
}

async function queryPointer(connection: XConnection): Promise<Point> {
  const found = await connection.ask<{ rootX: number; rootY: number }>((reply) =>
    connection.client.QueryPointer(connection.root, reply),
  );
  return { x: found.rootX, y: found.rootY };
}

function toButton({ kind, detail }: RawInput, atNs: number, at: Point): InputSignal | null {
  const pressed = kind === 'buttonPress';
  const wheel = wheels[detail];
  if (wheel !== undefined) {
    return pressed ? { kind: 'wheel', atNs, x: at.x, y: at.y, ...wheel } : null;
  }
  const button = buttons[detail];
  if (button === undefined) return null;
  return { kind: 'button', atNs, x: at.x, y: at.y, button, pressed };
}

function toKey(
  event: RawInput,
  stamp: (event: RawInput) => number,
  keymap: Keymap,
  hotkey: PauseHotkey,
): InputSignal | null {
  const keycode = event.detail;
  const pressed = event.kind === 'keyPress';
  const key = pressed ? keymap.press(keycode) : keymap.release(keycode);
  if (hotkey.isOwn(keycode)) return null;
  return { kind: 'key', atNs: stamp(event), code: keycodeToCode(keycode), key, pressed };
}

async function readKeymap(connection: XConnection): Promise<Keymap> {
  const { client, display, root } = connection;
  const count = display.max_keycode - display.min_keycode + 1;
  const [keysyms, modifiers, pointer, bits] = await Promise.all([
    connection.ask<readonly (readonly number[])[]>((reply) =>
      client.GetKeyboardMapping(display.min_keycode, count, reply),
    ),
    connection.ask<readonly (readonly number[])[]>((reply) => client.GetModifierMapping(reply)),
    connection.ask<{ keyMask: number }>((reply) => client.QueryPointer(root, reply)),
    connection.ask<Buffer>((reply) => client.QueryKeymap(reply)),
  ]);
  const held = new Set<number>();
  for (let keycode = 8; keycode < 256; keycode += 1) {
    if (((bits[keycode >> 3] ?? 0) >> (keycode & 7)) & 1) held.add(keycode);
  }
  return createKeymap(
    { firstKeycode: display.min_keycode, keysyms, modifiers },
    pointer.keyMask,
    held,
  );
}
