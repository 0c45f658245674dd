/** What a key does to the text of a field, by its UI Events `key` and the modifiers held. */
export type KeyClass =
  | 'character'
  | 'erase'
  | 'caret'
  | 'commit'
  | 'shift'
  | 'modifier'
  | 'hotkey'
  | 'opaque'
  | 'neutral';

const shifts: ReadonlySet<string> = new Set([
  'Shift',
  'AltGraph',
  'CapsLock',
  'NumLock',
  'ISO_Level3_Shift',
]);
const modifiers: ReadonlySet<string> = new Set(['Control', 'Alt', 'Meta', 'Super', 'Hyper', 'OS']);
const carets: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);
const neutral =
  /^(?:Escape|F\d{1,2}|PrintScreen|ScrollLock|Pause|ContextMenu|Insert|Audio\w+|Volume\w+|Media\w+|Brightness\w+|Browser\w+|Launch\w+)$/u;

export function isCommandModifier(key: string): boolean {
  return modifiers.has(key);
}

/** @param commanding whether Control, Alt or Meta is held. */
export function classifyKey(key: string, commanding: boolean): KeyClass {
  if (shifts.has(key)) return 'shift';
  if (modifiers.has(key)) return 'modifier';
  if (key === 'Enter' || key === 'Tab') return 'commit';
  if (commanding) return 'hotkey';
  if (Array.from(key).length === 1) return 'character';
  if (key === 'Backspace' || key === 'Delete') return 'erase';
  if (carets.has(key)) return 'caret';
  // What is not known to be harmless (Dead, Compose, Process, Unidentified) may have typed anything.
  return neutral.test(key) ? 'neutral' : 'opaque';
}
