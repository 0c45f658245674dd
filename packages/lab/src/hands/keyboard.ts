/** The server's own keyboard map → which keys to strike for a character or a named key. */
import { LabError } from '../error.ts';
import type { XDisplay } from './x-display.ts';

interface Strike {
  readonly keycode: number;
  readonly shift: boolean;
}

export interface Keyboard {
  /** @throws LabError `noSuchKey` where the layout in force has no key for it. */
  readonly strikeFor: (key: string) => Strike;
}

/** Keysyms of named keys, by their UI Events name (X11/keysymdef.h). */
const namedKeys: Readonly<Record<string, number>> = {
  Backspace: 0xff08,
  Tab: 0xff09,
  Enter: 0xff0d,
  Escape: 0xff1b,
  Home: 0xff50,
  ArrowLeft: 0xff51,
  ArrowUp: 0xff52,
  ArrowRight: 0xff53,
  ArrowDown: 0xff54,
  End: 0xff57,
  PageUp: 0xff55,
  PageDown: 0xff56,
  Insert: 0xff63,
  Delete: 0xffff,
  Shift: 0xffe1,
  Control: 0xffe3,
  Alt: 0xffe9,
  AltGraph: 0xfe03,
  Meta: 0xffeb,
  ContextMenu: 0xff67,
  ...Object.fromEntries(Array.from({ length: 12 }, (_, key) => [`F${key + 1}`, 0xffbe + key])),
};

export async function readKeyboard(display: XDisplay): Promise<Keyboard> {
  const strikes = new Map<number, Strike>();
  for (const [index, row] of (await display.keyboardMap()).entries()) {
    for (const shift of [false, true]) {
      const keysym = row[shift ? 1 : 0];
      if (keysym === undefined || keysym === 0 || strikes.has(keysym)) continue;
      strikes.set(keysym, { keycode: display.firstKeycode + index, shift });
    }
  }
  return {
    strikeFor: (key) => {
      const keysym = namedKeys[key] ?? keysymOf(key);
      const strike = keysym === null ? undefined : strikes.get(keysym);
      if (strike !== undefined) return strike;
      throw new LabError({
        code: 'noSuchKey',
        message: 'The keyboard layout in force has no key for a character of the text.',
        remedy: 'Use another text, or another layout.',
      });
    },
  };
}

/**
 * Latin-1 keysyms are their code points, all others 0x01000000 more (X protocol,
 * appendix A). null: it is no character, but a key's name that is not known here.
 */
function keysymOf(key: string): number | null {
  if (key === '\n') return 0xff0d;
  const codePoint = key.codePointAt(0) ?? 0;
  if (key.length > String.fromCodePoint(codePoint).length) return null;
  return codePoint < 0x100 ? codePoint : 0x0100_0000 + codePoint;
}
