/**
 * Input as a person's devices would make it (XTEST), for tests: exact, without
 * pauses. The demo's human-like hands are in `lab`.
 */
import x11, { type XClient, type XTestExtension } from 'x11';
import type { TestDesktop } from './desktop.ts';

export interface TestHands {
  moveTo(x: number, y: number): void;
  moveBy(dx: number, dy: number): void;
  /** 1 left, 2 middle, 3 right, 4 to 7 the wheel. */
  button(button: number, pressed: boolean): void;
  click(x: number, y: number, button?: number): void;
  /** An X keycode: 38 is KeyA on every layout. */
  key(keycode: number, pressed: boolean): void;
  press(...keycodes: readonly number[]): void;
  /** Letters and digits of the US layout, in lower case, and spaces. */
  type(text: string): void;
  /** Resolves once the server has made all of it. */
  done(): Promise<void>;
  close(): void;
}

const kinds = { keyPress: 2, keyRelease: 3, buttonPress: 4, buttonRelease: 5, motion: 6 };
const rows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const firstKeycodes = [10, 24, 38, 52];
const space = 65;

export async function createTestHands(desktop: Pick<TestDesktop, 'display'>): Promise<TestHands> {
  const client = await new Promise<XClient>((resolve, reject) => {
    x11.createClient({ display: desktop.display }, (error, display) => {
      if (error) reject(error);
      else resolve(display.client);
    });
  });
  const xtest = await new Promise<XTestExtension>((resolve, reject) => {
    client.require('xtest', (error, extension) => {
      if (error) reject(error);
      else resolve(extension);
    });
  });
  const fake = (kind: number, detail: number, x = 0, y = 0): void => {
    xtest.FakeInput(kind, detail, 0, 0, x, y);
  };
  const hands: TestHands = {
    moveTo: (x, y) => fake(kinds.motion, 0, x, y),
    moveBy: (dx, dy) => fake(kinds.motion, 1, dx, dy),
    button: (button, pressed) => fake(pressed ? kinds.buttonPress : kinds.buttonRelease, button),
    click: (x, y, button = 1) => {
      hands.moveTo(x, y);
      hands.button(button, true);
      hands.button(button, false);
    },
    key: (keycode, pressed) => fake(pressed ? kinds.keyPress : kinds.keyRelease, keycode),
    press: (...keycodes) => {
      for (const keycode of keycodes) hands.key(keycode, true);
      for (const keycode of keycodes.toReversed()) hands.key(keycode, false);
    },
    type: (text) => {
      for (const letter of text) hands.press(letterToKeycode(letter));
    },
    done: () => client.sync(),
    close: () => client.terminate(),
  };
  return hands;
}

function letterToKeycode(letter: string): number {
  if (letter === ' ') return space;
  for (const [index, row] of rows.entries()) {
    const place = row.indexOf(letter);
    if (place >= 0) return (firstKeycodes[index] ?? 0) + place;
  }
  throw new RangeError('Only lower-case letters, digits and spaces can be typed.');
}
