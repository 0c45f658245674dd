/**
 * A dead key and the key after it, which recorders of keys tell apart → what the
 * two write: the dead key is `Dead`, and the next has the composed character, as
 * in a browser (UI Events, "Dead keys"; pynput's `KeyCode.join`).
 */
import type { KeyEvent } from '../event.ts';

/** Accents that stand alone → what combines (Unicode, Combining Diacritical Marks). */
const combining = new Map([
  ['`', '\u0300'],
  ['´', '\u0301'],
  ['^', '\u0302'],
  ['~', '\u0303'],
  ['¯', '\u0304'],
  ['˘', '\u0306'],
  ['˙', '\u0307'],
  ['¨', '\u0308'],
  ['˚', '\u030A'],
  ['˝', '\u030B'],
  ['ˇ', '\u030C'],
  ['¸', '\u0327'],
  ['˛', '\u0328'],
]);

const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta']);

const joined = (accent: string, character: string): string => {
  if (character === ' ') return accent;
  const composed = `${character}${combining.get(accent) ?? ''}`.normalize('NFC');
  return Array.from(composed).length === 1 && composed !== character
    ? composed
    : `${accent}${character}`;
};

export interface DeadKeys {
  /** @param isDead whether the recorder says that the key is dead. */
  compose(event: KeyEvent, isDead: boolean): KeyEvent;
}

export function createDeadKeys(): DeadKeys {
  let waiting: string | null = null;
  return {
    compose: (event, isDead) => {
      const { pressed, stroke } = event;
      if (stroke.kind !== 'known') return event;
      const { key } = stroke;
      const accent = waiting;
      if (isDead && !(pressed && accent === key)) {
        if (pressed) waiting = key;
        return { ...event, stroke: { ...stroke, key: 'Dead' } };
      }
      if (!pressed || accent === null || modifiers.has(key)) return event;
      waiting = null;
      // A named key gives the accent up.
      if (Array.from(key).length > 1) return event;
      const text = accent === key ? accent : joined(accent, key);
      return { ...event, stroke: { ...stroke, key: text } };
    },
  };
}
