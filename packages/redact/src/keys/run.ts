/**
 * A run: the keys of one field from its first to what commits it. Its text is
 * what the keys typed with corrections applied; each sign of it knows the press
 * that made it.
 *
 * Invariant: a run whose text cannot be known for sure (caret moved out of what
 * was typed, dead keys, undo, paste in its midst) says `uncertain`.
 */
import type { ElementInfo, KeyEvent } from '@understudy/recording';
import { classifyKey, type KeyClass } from './key-class.ts';

export type RunField =
  | { readonly kind: 'secure' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'known'; readonly element: ElementInfo; readonly key: string };

export interface RunKey {
  readonly event: KeyEvent;
  readonly class: KeyClass;
}

export interface Run {
  readonly field: RunField;
  readonly keys: RunKey[];
  startNs: number;
  lastNs: number;
  closed: boolean;
}

export interface Typed {
  readonly text: string;
  /** For each UTF-16 unit of `text`, the index into the run's keys of its press. */
  readonly presses: readonly number[];
  /** Every character pressed, in order of time, erased ones too; a line break stands for erasing. */
  readonly pressed: string;
  readonly corrected: boolean;
  readonly uncertain: boolean;
}

const uncertainHotkeys = /^[zyvx]$/iu;

/** Control+A followed by typing replaces all, which the run then knows for sure. */
export function typedText(keys: readonly RunKey[]): Typed {
  let text: { unit: string; press: number }[] = [];
  let caret = 0;
  let pressed = '';
  let corrected = false;
  let uncertain = false;
  let allSelected = false;
  const clearSelection = (): boolean => {
    if (!allSelected) return false;
    text = [];
    caret = 0;
    allSelected = false;
    corrected = true;
    return true;
  };
  for (const [index, { event, class: keyClass }] of keys.entries()) {
    if (!event.pressed || event.stroke.kind !== 'known') continue;
    const { key } = event.stroke;
    if (keyClass === 'character') {
      clearSelection();
      const units = key.split('').map((unit) => ({ unit, press: index }));
      text.splice(caret, 0, ...units);
      caret += units.length;
      pressed += key;
    } else if (keyClass === 'erase') {
      if (!pressed.endsWith('\n')) pressed += '\n';
      if (clearSelection()) continue;
      corrected = true;
      if (key === 'Backspace' && caret > 0) {
        text.splice(caret - 1, 1);
        caret -= 1;
      } else if (key === 'Delete' && caret < text.length) {
        text.splice(caret, 1);
      }
    } else if (keyClass === 'caret') {
      allSelected = false;
      if (key === 'ArrowLeft' && caret > 0) caret -= 1;
      else if (key === 'ArrowRight' && caret < text.length) caret += 1;
      else if (key === 'Home') caret = 0;
      else if (key === 'End') caret = text.length;
      else if (text.length > 0) uncertain = true;
      corrected = corrected || text.length > 0;
    } else if (keyClass === 'hotkey') {
      if (/^a$/iu.test(key)) allSelected = true;
      else if (uncertainHotkeys.test(key) && text.length > 0) uncertain = true;
    } else if (keyClass === 'opaque') {
      uncertain = true;
    }
  }
  return {
    text: text.map(({ unit }) => unit).join(''),
    presses: text.map(({ press }) => press),
    pressed,
    corrected,
    uncertain,
  };
}

export function runHasCharacters(run: Run): boolean {
  return run.keys.some((key) => key.class === 'character' || key.class === 'opaque');
}

export function toRunKey(event: KeyEvent, commanding: boolean): RunKey {
  return {
    event,
    class: event.stroke.kind === 'known' ? classifyKey(event.stroke.key, commanding) : 'neutral',
  };
}
