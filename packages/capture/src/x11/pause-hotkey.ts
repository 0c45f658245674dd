/**
 * The global hotkey for pause, Ctrl+Alt+Pause: grabbed, so that it reaches no
 * app, and never recorded, neither its key nor its release.
 */
import type { XConnection, XEvent } from './connection.ts';
import type { Keymap } from './keymap.ts';

const masks = { control: 4, alt: 8, capsLock: 2, numLock: 16 };
/** XK_Pause, and XK_Break which it becomes under Ctrl. */
const pauseKeysyms = [0xff13, 0xff6b];

export interface PauseHotkey {
  isPress(event: XEvent): boolean;
  /** Whether a raw key event belongs to the hotkey. */
  isOwn(keycode: number): boolean;
  release(): void;
}

/** Where another program holds the hotkey already, the indicator's click remains. */
export async function grabPauseHotkey(
  connection: XConnection,
  keymap: Keymap,
): Promise<PauseHotkey> {
  const { client, display, root } = connection;
  const keycodes: number[] = [];
  for (let keycode = display.min_keycode; keycode <= display.max_keycode; keycode += 1) {
    if (keymap.keysyms(keycode).some((keysym) => pauseKeysyms.includes(keysym))) {
      keycodes.push(keycode);
    }
  }
  // A grab is for exact modifiers, so each state of the lock keys needs its own.
  const wanted = masks.control | masks.alt;
  const states = [0, masks.capsLock, masks.numLock, masks.capsLock | masks.numLock];
  const grabs = keycodes.flatMap((keycode) =>
    states.map((locks) => ({ keycode, modifiers: wanted | locks })),
  );
  await Promise.all(
    grabs.map((grab) =>
      connection
        .ask((reply) => client.GrabKey(root, 0, grab.modifiers, grab.keycode, 1, 1, reply))
        .catch(() => undefined),
    ),
  );
  return {
    isPress: (event) => event.name === 'KeyPress' && keycodes.includes(event.keycode ?? 0),
    // The Pause key has no other use in an app, so it is left out altogether.
    isOwn: (keycode) => keycodes.includes(keycode),
    release: () => {
      for (const grab of grabs) client.UngrabKey(root, grab.keycode, grab.modifiers);
    },
  };
}
