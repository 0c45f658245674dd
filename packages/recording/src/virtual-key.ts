/**
 * Windows virtual-key codes, as OWAMcap's `keyboard` topic wants them, to UI
 * Events `code` and back (Microsoft Learn, "Virtual-Key Codes"; W3C UI Events
 * KeyboardEvent code values). Left and right keys keep their own codes.
 */

const named: Readonly<Record<string, number>> = {
  Backspace: 0x08,
  Tab: 0x09,
  Enter: 0x0d,
  Pause: 0x13,
  CapsLock: 0x14,
  Lang1: 0x15,
  Lang2: 0x19,
  Escape: 0x1b,
  Convert: 0x1c,
  NonConvert: 0x1d,
  Space: 0x20,
  PageUp: 0x21,
  PageDown: 0x22,
  End: 0x23,
  Home: 0x24,
  ArrowLeft: 0x25,
  ArrowUp: 0x26,
  ArrowRight: 0x27,
  ArrowDown: 0x28,
  PrintScreen: 0x2c,
  Insert: 0x2d,
  Delete: 0x2e,
  MetaLeft: 0x5b,
  MetaRight: 0x5c,
  ContextMenu: 0x5d,
  NumpadMultiply: 0x6a,
  NumpadAdd: 0x6b,
  NumpadSubtract: 0x6d,
  NumpadDecimal: 0x6e,
  NumpadDivide: 0x6f,
  NumLock: 0x90,
  ScrollLock: 0x91,
  ShiftLeft: 0xa0,
  ShiftRight: 0xa1,
  ControlLeft: 0xa2,
  ControlRight: 0xa3,
  AltLeft: 0xa4,
  AltRight: 0xa5,
  AudioVolumeMute: 0xad,
  AudioVolumeDown: 0xae,
  AudioVolumeUp: 0xaf,
  MediaTrackNext: 0xb0,
  MediaTrackPrevious: 0xb1,
  MediaStop: 0xb2,
  MediaPlayPause: 0xb3,
  Semicolon: 0xba,
  Equal: 0xbb,
  Comma: 0xbc,
  Minus: 0xbd,
  Period: 0xbe,
  Slash: 0xbf,
  Backquote: 0xc0,
  BracketLeft: 0xdb,
  Backslash: 0xdc,
  BracketRight: 0xdd,
  Quote: 0xde,
  IntlBackslash: 0xe2,
};

const codeToVirtualKey = new Map<string, number>(Object.entries(named));
for (let index = 0; index < 26; index += 1) {
  codeToVirtualKey.set(`Key${String.fromCharCode(65 + index)}`, 0x41 + index);
}
for (let index = 0; index < 10; index += 1) {
  codeToVirtualKey.set(`Digit${index}`, 0x30 + index);
  codeToVirtualKey.set(`Numpad${index}`, 0x60 + index);
}
for (let index = 1; index <= 24; index += 1) codeToVirtualKey.set(`F${index}`, 0x6f + index);
// A key of the numeric pad that Windows does not tell from the main one.
codeToVirtualKey.set('NumpadEnter', 0x0d);

const virtualKeyToCode = new Map<number, string>([
  [0x10, 'ShiftLeft'],
  [0x11, 'ControlLeft'],
  [0x12, 'AltLeft'],
]);
for (const [code, virtualKey] of codeToVirtualKey) {
  if (!virtualKeyToCode.has(virtualKey)) virtualKeyToCode.set(virtualKey, code);
}

/** The virtual key of a physical key, or null for one that Windows has no code for. */
export function virtualKeyFromCode(code: string): number | null {
  return codeToVirtualKey.get(code) ?? null;
}

/** The physical key of a virtual key, or null where the code is not assigned. */
export function codeFromVirtualKey(virtualKey: number): string | null {
  return virtualKeyToCode.get(virtualKey) ?? null;
}
