/**
 * Key presses in the order of the server → what each meant: follows the
 * modifiers by itself, because the server's own state is a round trip late.
 *
 * The rules are those of the X protocol, chapter 5 "Keyboards": four columns
 * a keycode (group 1 plain and shifted, group 2 plain and shifted), with the
 * fifth and sixth as the AltGr level that XKB adds.
 */
import { isKeypadKeysym, keysymToKey } from './keysyms.ts';

export interface KeyboardTable {
  readonly firstKeycode: number;
  /** Keysyms by keycode, then by column. */
  readonly keysyms: readonly (readonly number[])[];
  /** Keycodes of Shift, Lock, Control and Mod1 to Mod5. */
  readonly modifiers: readonly (readonly number[])[];
}

export interface Keymap {
  /** Follows the press and gives its `key`. */
  press(keycode: number): string;
  release(keycode: number): string;
  keysyms(keycode: number): readonly number[];
}

const lockKeysyms = { capsLock: 0xffe5, numLock: 0xff7f };
const groupKeysyms = { modeSwitch: 0xff7e, levelThree: 0xfe03 };

/** @param state modifier mask of the server when the table was read; @param held keycodes down then */
export function createKeymap(
  table: KeyboardTable,
  state: number,
  held: ReadonlySet<number>,
): Keymap {
  const rows = (keycode: number): readonly number[] =>
    table.keysyms[keycode - table.firstKeycode] ?? [];
  const down = new Set(held);
  const pressedAs = new Map<number, string>();
  const shiftKeys = new Set(table.modifiers[0]);
  const maskOf = (keysym: number): number => {
    const index = table.modifiers.findIndex((keycodes) =>
      keycodes.some((keycode) => keycode !== 0 && rows(keycode).includes(keysym)),
    );
    return index < 0 ? 0 : 1 << index;
  };
  let capsLocked = (state & maskOf(lockKeysyms.capsLock)) !== 0;
  let numLocked = (state & maskOf(lockKeysyms.numLock)) !== 0;
  // Bits 13 and 14 of the state are XKB's group.
  const group = ((state >> 13) & 3) === 1 ? 1 : 0;

  const isDown = (wanted: number): boolean =>
    [...down].some((keycode) => rows(keycode)[0] === wanted);
  const meaning = (keycode: number): string => {
    const columns = rows(keycode);
    const third = isDown(groupKeysyms.levelThree);
    const second = group === 1 || isDown(groupKeysyms.modeSwitch);
    const base = third ? 4 : second ? 2 : 0;
    const plain = columns[base] ?? 0;
    const shifted = columns[base + 1] ?? 0;
    const shift = [...shiftKeys].some((key) => down.has(key));
    const keypad = [plain, shifted].some(isKeypadKeysym) && shifted !== 0;
    if (keypad) return keysymToKey(numLocked === shift ? plain : shifted);
    const plainKey = keysymToKey(plain);
    const isLetter = plainKey.length === 1 && plainKey.toUpperCase() !== plainKey;
    const upper = isLetter ? shift !== capsLocked : shift;
    if (!upper) return plainKey;
    return shifted === 0 ? (isLetter ? plainKey.toUpperCase() : plainKey) : keysymToKey(shifted);
  };

  return {
    keysyms: rows,
    press: (keycode) => {
      const key = meaning(keycode);
      down.add(keycode);
      const [keysym] = rows(keycode);
      if (keysym === lockKeysyms.capsLock) capsLocked = !capsLocked;
      if (keysym === lockKeysyms.numLock) numLocked = !numLocked;
      pressedAs.set(keycode, key);
      return key;
    },
    // A release means what its press meant, whatever the modifiers did since.
    release: (keycode) => {
      down.delete(keycode);
      const key = pressedAs.get(keycode) ?? meaning(keycode);
      pressedAs.delete(keycode);
      return key;
    },
  };
}
