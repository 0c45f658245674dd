/**
 * libuiohook's virtual keycodes (PC set 1 scan codes, extended ones under
 * 0x0E and 0xE0) → UI Events `code`. Source: uiohook.h, "Virtual Key Codes".
 */
const rows: readonly (readonly [first: number, codes: string])[] = [
  [1, 'Escape Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal'],
  [14, 'Backspace Tab KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight'],
  [28, 'Enter ControlLeft KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote'],
  [42, 'ShiftLeft Backslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash ShiftRight'],
  [55, 'NumpadMultiply AltLeft Space CapsLock F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock ScrollLock'],
  [71, 'Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5 Numpad6 NumpadAdd'],
  [79, 'Numpad1 Numpad2 Numpad3 Numpad0 NumpadDecimal'],
  [87, 'F11 F12'],
  [0x0e1c, 'NumpadEnter ControlRight'],
  [0x0e35, 'NumpadDivide'],
  [0x0e37, 'PrintScreen AltRight'],
  [0x0e45, 'Pause'],
  [0x0e47, 'Home'],
  [0x0e49, 'PageUp'],
  [0x0e4f, 'End'],
  [0x0e51, 'PageDown Insert Delete'],
  [0x0e5b, 'MetaLeft MetaRight ContextMenu'],
  [0xe048, 'ArrowUp'],
  [0xe04b, 'ArrowLeft'],
  [0xe04d, 'ArrowRight'],
  [0xe050, 'ArrowDown'],
];

const codes = new Map<number, string>(
  rows.flatMap(([first, names]) =>
    names.split(' ').map((name, index): [number, string] => [first + index, name]),
  ),
);

export function uiohookKeyToCode(keycode: number): string {
  return codes.get(keycode) ?? 'Unidentified';
}
