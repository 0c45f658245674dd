/**
 * X keysyms → UI Events `key`, the meaning of a key under the layout in force.
 * Source: Appendix A of the X protocol (keysym encoding) and W3C UI Events
 * KeyboardEvent key Values.
 */
const named = new Map<number, string>([
  [0xff08, 'Backspace'],
  [0xff09, 'Tab'],
  [0xfe20, 'Tab'], // ISO_Left_Tab: Shift+Tab
  [0xff0b, 'Clear'],
  [0xff0d, 'Enter'],
  [0xff8d, 'Enter'],
  [0xff13, 'Pause'],
  [0xff14, 'ScrollLock'],
  [0xff1b, 'Escape'],
  [0xffff, 'Delete'],
  [0xff9f, 'Delete'],
  [0xff50, 'Home'],
  [0xff51, 'ArrowLeft'],
  [0xff52, 'ArrowUp'],
  [0xff53, 'ArrowRight'],
  [0xff54, 'ArrowDown'],
  [0xff55, 'PageUp'],
  [0xff56, 'PageDown'],
  [0xff57, 'End'],
  [0xff95, 'Home'],
  [0xff96, 'ArrowLeft'],
  [0xff97, 'ArrowUp'],
  [0xff98, 'ArrowRight'],
  [0xff99, 'ArrowDown'],
  [0xff9a, 'PageUp'],
  [0xff9b, 'PageDown'],
  [0xff9c, 'End'],
  [0xff9d, 'Clear'],
  [0xff9e, 'Insert'],
  [0xff61, 'PrintScreen'],
  [0xff63, 'Insert'],
  [0xff67, 'ContextMenu'],
  [0xff6a, 'Help'],
  [0xff7f, 'NumLock'],
  [0xff20, 'Compose'],
  [0xff80, ' '],
  [0xffaa, '*'],
  [0xffab, '+'],
  [0xffac, ','],
  [0xffad, '-'],
  [0xffae, '.'],
  [0xffaf, '/'],
  [0xffbd, '='],
  [0xffe1, 'Shift'],
  [0xffe2, 'Shift'],
  [0xffe3, 'Control'],
  [0xffe4, 'Control'],
  [0xffe5, 'CapsLock'],
  [0xffe7, 'Meta'],
  [0xffe8, 'Meta'],
  [0xffe9, 'Alt'],
  [0xffea, 'Alt'],
  [0xffeb, 'Meta'],
  [0xffec, 'Meta'],
  [0xff7e, 'AltGraph'],
  [0xfe03, 'AltGraph'],
]);

const deadKeys = { first: 0xfe50, last: 0xfe93 };
const numpadDigits = { first: 0xffb0, last: 0xffb9 };
const functionKeys = { first: 0xffbe, last: 0xffe0 };
/** Keysyms above this hold a Unicode code point in their lower 24 bits. */
const unicodeBase = 0x0100_0000;

/**
 * The 16 legacy 8-bit sets beyond Latin-1 (Cyrillic, Greek, …) are not
 * written out here: today's layouts give Unicode keysyms for them.
 */
export function keysymToKey(keysym: number): string {
  const name = named.get(keysym);
  if (name !== undefined) return name;
  if ((keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff)) {
    return String.fromCodePoint(keysym);
  }
  if (keysym === 0x20ac) return '€';
  if (keysym >= unicodeBase && keysym <= unicodeBase + 0x10_ffff) {
    return String.fromCodePoint(keysym - unicodeBase);
  }
  if (keysym >= numpadDigits.first && keysym <= numpadDigits.last) {
    return String(keysym - numpadDigits.first);
  }
  if (keysym >= functionKeys.first && keysym <= functionKeys.last) {
    return `F${keysym - functionKeys.first + 1}`;
  }
  if (keysym >= deadKeys.first && keysym <= deadKeys.last) return 'Dead';
  return 'Unidentified';
}

export function isKeypadKeysym(keysym: number): boolean {
  return keysym >= 0xff80 && keysym <= 0xffbd;
}
