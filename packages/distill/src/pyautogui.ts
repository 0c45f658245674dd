/** Actions as code that pyautogui runs, in the form of OpenCUA's `value.code`. */
import type { Point, PointerButton } from '@understudy/recording';
import type { Place, Target } from './action.ts';
import { isList } from './list-role.ts';

/** A Python string literal with exactly this text. */
function pythonString(text: string): string {
  let body = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\\' || character === "'") body += `\\${character}`;
    else if (character === '\n') body += '\\n';
    else if (character === '\r') body += '\\r';
    else if (character === '\t') body += '\\t';
    else if (code < 0x20 || code === 0x7f) body += `\\x${code.toString(16).padStart(2, '0')}`;
    // Lone surrogates have no UTF-8 form; Python writes them with an escape too.
    else if (code >= 0xd800 && code <= 0xdfff) body += `\\u${code.toString(16)}`;
    else body += character;
  }
  return `'${body}'`;
}

const pythonList = (items: readonly string[]): string =>
  `[${items.map((item) => pythonString(item)).join(', ')}]`;

/** Four digits, as OpenCUA rounds: under a fifth of a pixel on a 1080p screen. */
const round = (value: number): string => String(Math.round(value * 10_000) / 10_000);

/** Without a known geometry the pixels stand as they are. */
function coordinates({ pixel, normalised }: Place): string {
  const point: Point = normalised ?? pixel;
  return `x=${round(point.x)}, y=${round(point.y)}`;
}

/** The code with the modifiers held around it. */
function holding(modifiers: readonly string[], lines: readonly string[]): string {
  const down = modifiers.map((key) => `pyautogui.keyDown(${pythonString(key)})`);
  const up = modifiers.toReversed().map((key) => `pyautogui.keyUp(${pythonString(key)})`);
  return [...down, ...lines, ...up].join('\n');
}

const pyautoguiButton = (button: PointerButton): string =>
  button === 'middle' || button === 'right' ? button : 'left';

export function clickCode(
  kind: 'click' | 'doubleClick' | 'tripleClick' | 'rightClick' | 'middleClick',
  at: Place,
  modifiers: readonly string[],
): string {
  // A triple click is not pyautogui's: OpenCUA's action space has it as computer.tripleClick.
  const owner = kind === 'tripleClick' ? 'computer' : 'pyautogui';
  return holding(modifiers, [`${owner}.${kind}(${coordinates(at)})`]);
}

export function longPressCode(
  at: Place,
  button: PointerButton,
  seconds: number,
  modifiers: readonly string[],
): string {
  const held = `button=${pythonString(pyautoguiButton(button))}`;
  return holding(modifiers, [
    `pyautogui.moveTo(${coordinates(at)})`,
    `pyautogui.mouseDown(${held})`,
    `pyautogui.sleep(${Math.round(seconds * 10) / 10})`,
    `pyautogui.mouseUp(${held})`,
  ]);
}

export function dragCode(
  from: Place,
  to: Place,
  button: PointerButton,
  modifiers: readonly string[],
): string {
  return holding(modifiers, [
    `pyautogui.moveTo(${coordinates(from)})`,
    `pyautogui.dragTo(${coordinates(to)}, button=${pythonString(pyautoguiButton(button))})`,
  ]);
}

/** pyautogui takes whole steps; one that was begun is a step. */
const wholeSteps = (steps: number): number =>
  Math.sign(steps) * Math.max(1, Math.round(Math.abs(steps)));

export function scrollCode(
  at: Place,
  dx: number,
  dy: number,
  modifiers: readonly string[],
): string {
  const lines = [`pyautogui.moveTo(${coordinates(at)})`];
  if (dy !== 0) lines.push(`pyautogui.scroll(${wholeSteps(dy)})`);
  if (dx !== 0) lines.push(`pyautogui.hscroll(${wholeSteps(dx)})`);
  return holding(modifiers, lines);
}

export function typeCode(text: string | null): string {
  return text === null ? '# withheld' : `pyautogui.write(message=${pythonString(text)})`;
}

/** An open list goes to what is typed; pickers have no keys that are the same everywhere. */
export const chooseCode = (text: string, target: Target): string =>
  isList(target)
    ? `${typeCode(text)}\n${keyCode(['enter'], 1)}`
    : `# chosen: ${pythonString(text)}`;

export function keyCode(keys: readonly string[], presses: number): string {
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) {
    const times = presses === 1 ? '' : `, presses=${presses}`;
    return `pyautogui.press(${pythonString(only)}${times})`;
  }
  return Array.from({ length: presses }, () => `pyautogui.hotkey(${pythonList(keys)})`).join('\n');
}

export const waitCode = (seconds: number): string =>
  `computer.wait(seconds=${Math.round(seconds * 10) / 10})`;

export const terminateCode = (status: 'success' | 'failure'): string =>
  `computer.terminate(status=${pythonString(status)})`;
