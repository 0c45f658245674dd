/**
 * X keycodes (evdev's plus 8) → UI Events `code`, the physical key.
 * Source: the "code" tables of W3C UI Events KeyboardEvent code Values and
 * linux/input-event-codes.h.
 */
const rows: readonly (readonly [first: number, codes: string])[] = [
  [9, 'Escape Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal'],
  [22, 'Backspace Tab KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight'],
  [36, 'Enter ControlLeft KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote'],
  [50, 'ShiftLeft Backslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash ShiftRight'],
  [63, 'NumpadMultiply AltLeft Space CapsLock F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock ScrollLock'],
  [79, 'Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5 Numpad6 NumpadAdd'],
  [87, 'Numpad1 Numpad2 Numpad3 Numpad0 NumpadDecimal'],
  [94, 'IntlBackslash F11 F12 IntlRo'],
  [100, 'Convert KanaMode NonConvert'],
  [104, 'NumpadEnter ControlRight NumpadDivide PrintScreen AltRight'],
  [110, 'Home ArrowUp PageUp ArrowLeft ArrowRight End ArrowDown PageDown Insert Delete'],
  [121, 'AudioVolumeMute AudioVolumeDown AudioVolumeUp Power NumpadEqual'],
  [127, 'Pause'],
  [129, 'NumpadComma Lang1 Lang2 IntlYen MetaLeft MetaRight ContextMenu'],
  [171, 'MediaTrackNext MediaPlayPause MediaTrackPrevious MediaStop'],
  [191, 'F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24'],
];

const codes = new Map<number, string>(
  rows.flatMap(([first, names]) =>
    names.split(' ').map((name, index): [number, string] => [first + index, name]),
  ),
);

/** "KeyA"; "Unidentified" where the keycode has no name of its own. */
export function keycodeToCode(keycode: number): string {
  return codes.get(keycode) ?? 'Unidentified';
}
