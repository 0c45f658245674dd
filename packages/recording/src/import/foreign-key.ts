/**
 * Names of keys as pynput and AgentNetTool write them → a stroke; and virtual
 * keys, which say nothing of the layout, by the US layout (counted by callers).
 */
import type { KeyStroke } from '../event.ts';
import { codeFromVirtualKey } from '../virtual-key.ts';

type KnownStroke = Extract<KeyStroke, { kind: 'known' }>;

const stroke = (code: string, key: string): KnownStroke => ({ kind: 'known', code, key });

const byName = new Map<string, readonly [code: string, key: string]>(
  Object.entries({
    alt: ['AltLeft', 'Alt'],
    alt_l: ['AltLeft', 'Alt'],
    altleft: ['AltLeft', 'Alt'],
    option: ['AltLeft', 'Alt'],
    alt_r: ['AltRight', 'Alt'],
    altright: ['AltRight', 'Alt'],
    alt_gr: ['AltRight', 'AltGraph'],
    cmd: ['MetaLeft', 'Meta'],
    cmd_l: ['MetaLeft', 'Meta'],
    cmd_r: ['MetaRight', 'Meta'],
    command: ['MetaLeft', 'Meta'],
    win: ['MetaLeft', 'Meta'],
    windows: ['MetaLeft', 'Meta'],
    super: ['MetaLeft', 'Meta'],
    meta: ['MetaLeft', 'Meta'],
    ctrl: ['ControlLeft', 'Control'],
    ctrl_l: ['ControlLeft', 'Control'],
    ctrlleft: ['ControlLeft', 'Control'],
    ctrl_r: ['ControlRight', 'Control'],
    ctrlright: ['ControlRight', 'Control'],
    shift: ['ShiftLeft', 'Shift'],
    shift_l: ['ShiftLeft', 'Shift'],
    shiftleft: ['ShiftLeft', 'Shift'],
    shift_r: ['ShiftRight', 'Shift'],
    shiftright: ['ShiftRight', 'Shift'],
    backspace: ['Backspace', 'Backspace'],
    caps_lock: ['CapsLock', 'CapsLock'],
    capslock: ['CapsLock', 'CapsLock'],
    delete: ['Delete', 'Delete'],
    down: ['ArrowDown', 'ArrowDown'],
    up: ['ArrowUp', 'ArrowUp'],
    left: ['ArrowLeft', 'ArrowLeft'],
    right: ['ArrowRight', 'ArrowRight'],
    end: ['End', 'End'],
    home: ['Home', 'Home'],
    enter: ['Enter', 'Enter'],
    return: ['Enter', 'Enter'],
    esc: ['Escape', 'Escape'],
    escape: ['Escape', 'Escape'],
    insert: ['Insert', 'Insert'],
    menu: ['ContextMenu', 'ContextMenu'],
    num_lock: ['NumLock', 'NumLock'],
    page_down: ['PageDown', 'PageDown'],
    pagedown: ['PageDown', 'PageDown'],
    page_up: ['PageUp', 'PageUp'],
    pageup: ['PageUp', 'PageUp'],
    pause: ['Pause', 'Pause'],
    print_screen: ['PrintScreen', 'PrintScreen'],
    scroll_lock: ['ScrollLock', 'ScrollLock'],
    space: ['Space', ' '],
    tab: ['Tab', 'Tab'],
    media_play_pause: ['MediaPlayPause', 'MediaPlayPause'],
    media_volume_mute: ['AudioVolumeMute', 'AudioVolumeMute'],
    media_volume_down: ['AudioVolumeDown', 'AudioVolumeDown'],
    media_volume_up: ['AudioVolumeUp', 'AudioVolumeUp'],
    media_next: ['MediaTrackNext', 'MediaTrackNext'],
    media_previous: ['MediaTrackPrevious', 'MediaTrackPrevious'],
    media_stop: ['MediaStop', 'MediaStop'],
    media_eject: ['Eject', 'Eject'],
  } as const),
);

function codeOfCharacter(character: string): string {
  if (/^[a-z]$/i.test(character)) return `Key${character.toUpperCase()}`;
  // As on the US layout, so that a press meets its release where Shift went up between them.
  const known = usCharacters.get(character);
  if (known !== undefined) return known;
  // The physical key is not known; the character stands for it.
  return `Unidentified ${character.toLowerCase()}`;
}

const writtenKeys = new Map([
  ['\b', 'backspace'],
  ['\t', 'tab'],
  ['\n', 'enter'],
  ['\r', 'enter'],
  ['\u001b', 'esc'],
  ['\u007f', 'backspace'],
]);

/** The stroke that writes a character, or null for one that no key writes. */
export function characterToStroke(character: string): KnownStroke | null {
  const name = writtenKeys.get(character);
  if (name !== undefined) return nameToStroke(name);
  return character < ' ' ? null : stroke(codeOfCharacter(character), character);
}

/**
 * The stroke that a name of pynput or of AgentNetTool means, or null for one that
 * means none here. With Control held, pynput gives the control character in
 * place of the letter.
 */
export function nameToStroke(name: string, withControl = false): KnownStroke | null {
  const [character = '', ...more] = Array.from(name);
  if (more.length === 0) {
    const control = character.charCodeAt(0);
    if (!withControl || !(control >= 1 && control <= 26)) {
      return character === '' ? null : characterToStroke(character);
    }
    const letter = String.fromCharCode(0x60 + control);
    return stroke(codeOfCharacter(letter), letter);
  }
  // AgentNetTool's own names are words: "Page Up", "Enter".
  const plain = name.toLowerCase().replaceAll(' ', '_');
  const known = byName.get(plain);
  if (known !== undefined) return stroke(...known);
  if (!/^f([1-9]|1[0-9]|2[0-4])$/.test(plain)) return null;
  return stroke(plain.toUpperCase(), plain.toUpperCase());
}

const usPlain: Readonly<Record<string, string>> = {
  Semicolon: ';:',
  Equal: '=+',
  Comma: ',<',
  Minus: '-_',
  Period: '.>',
  Slash: '/?',
  Backquote: '`~',
  BracketLeft: '[{',
  Backslash: '\\|',
  BracketRight: ']}',
  Quote: '\'"',
  Digit0: '0)',
  Digit1: '1!',
  Digit2: '2@',
  Digit3: '3#',
  Digit4: '4$',
  Digit5: '5%',
  Digit6: '6^',
  Digit7: '7&',
  Digit8: '8*',
  Digit9: '9(',
  Space: '  ',
};

const usCharacters = new Map(
  Object.entries(usPlain).flatMap(([code, both]) =>
    Array.from(both, (key) => [key, code] as const),
  ),
);

const modifierKeys: Readonly<Record<string, string>> = {
  ShiftLeft: 'Shift',
  ShiftRight: 'Shift',
  ControlLeft: 'Control',
  ControlRight: 'Control',
  AltLeft: 'Alt',
  AltRight: 'Alt',
  MetaLeft: 'Meta',
  MetaRight: 'Meta',
};

const numpad: Readonly<Record<string, string>> = {
  NumpadMultiply: '*',
  NumpadAdd: '+',
  NumpadSubtract: '-',
  NumpadDecimal: '.',
  NumpadDivide: '/',
};

/** What chooses the character of a key beside the layout. */
export interface KeyboardState {
  readonly shifted: boolean;
  /** Caps Lock, which turns Shift round for letters. */
  readonly capitals: boolean;
}

/** The stroke of a virtual key under the US layout. */
export function virtualKeyToStroke(
  virtualKey: number,
  { shifted, capitals }: KeyboardState,
): KnownStroke | null {
  const code = codeFromVirtualKey(virtualKey);
  if (code === null) return null;
  if (/^Key[A-Z]$/.test(code)) {
    const letter = code.slice(3);
    return stroke(code, shifted === capitals ? letter.toLowerCase() : letter);
  }
  if (/^Numpad[0-9]$/.test(code)) return stroke(code, code.slice(6));
  const pair = usPlain[code];
  const key = pair?.[shifted ? 1 : 0] ?? modifierKeys[code] ?? numpad[code] ?? code;
  return stroke(code, key);
}
