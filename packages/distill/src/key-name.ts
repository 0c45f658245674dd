/** UI Events `key` values → pyautogui's names of keys (pyautogui KEYBOARD_KEYS). */

const named = new Map(
  Object.entries({
    Enter: 'enter',
    Tab: 'tab',
    Escape: 'esc',
    Backspace: 'backspace',
    Delete: 'delete',
    Insert: 'insert',
    Home: 'home',
    End: 'end',
    PageUp: 'pageup',
    PageDown: 'pagedown',
    ArrowUp: 'up',
    ArrowDown: 'down',
    ArrowLeft: 'left',
    ArrowRight: 'right',
    CapsLock: 'capslock',
    NumLock: 'numlock',
    ScrollLock: 'scrolllock',
    Pause: 'pause',
    PrintScreen: 'printscreen',
    ContextMenu: 'apps',
    Control: 'ctrl',
    Shift: 'shift',
    Alt: 'alt',
    AltGraph: 'altright',
    Meta: 'win',
    ' ': 'space',
    AudioVolumeUp: 'volumeup',
    AudioVolumeDown: 'volumedown',
    AudioVolumeMute: 'volumemute',
    MediaPlayPause: 'playpause',
    MediaTrackNext: 'nexttrack',
    MediaTrackPrevious: 'prevtrack',
    MediaStop: 'stop',
    BrowserBack: 'browserback',
    BrowserForward: 'browserforward',
    BrowserRefresh: 'browserrefresh',
    BrowserHome: 'browserhome',
    BrowserSearch: 'browsersearch',
    BrowserFavorites: 'browserfavorites',
    BrowserStop: 'browserstop',
    Convert: 'convert',
    NonConvert: 'nonconvert',
    KanaMode: 'kana',
    HangulMode: 'hangul',
    HanjaMode: 'hanja',
    KanjiMode: 'kanji',
    JunjaMode: 'junja',
    ModeChange: 'modechange',
    Fn: 'fn',
    Help: 'help',
    Select: 'select',
    Clear: 'clear',
  }),
);

const keys = new Map([...named].map(([key, name]) => [name, key]));

const namedKey = /^[A-Z][A-Za-z0-9]+$/;

/** Whether the key puts text where the caret is. Named keys are two ASCII characters or more. */
export function isTextKey(key: string): boolean {
  return key.length === 1 || (key.length > 1 && !namedKey.test(key));
}

/** pyautogui's name, or null for a key that it has none for (dead keys, unidentified keys). */
export function keyName(key: string): string | null {
  const name = named.get(key);
  if (name !== undefined) return name;
  if (/^F([1-9]|1[0-9]|2[0-4])$/.test(key)) return key.toLowerCase();
  return isTextKey(key) ? key.toLowerCase() : null;
}

/** The UI Events `key` value of one of pyautogui's names. */
export function keyFromName(name: string): string {
  return keys.get(name) ?? (/^f\d+$/.test(name) ? name.toUpperCase() : name);
}
