/**
 * What comes into a control by no key and no pointer of the page → its words:
 * chosen in a list or picker that the browser draws, or filled in by it. Of a
 * secure control nothing.
 */
import type { CleanText } from '../snapshot/describe.ts';
import { tagOf } from '../snapshot/dom.ts';
import {
  chosenOptionsOf,
  fileNamesOf,
  hasPopupList,
  optionTextOf,
  textValueOf,
} from '../snapshot/form-control.ts';
import { squeeze } from '../snapshot/name.ts';
import { inputTypeOf, isEditable } from '../snapshot/role.ts';
import { isOfKey } from './keyboard.ts';
import type { Listeners } from './listen.ts';
import type { Scene } from './scene.ts';
import { nowMs } from '../now.ts';

/** A change so soon after a key is what the key did. */
const keyMs = 100;
/** Options and files that are named. */
const mostNamed = 20;
const modifiers = /^(?:Shift|Control|Alt|AltGraph|Meta)$/u;
const pickers = /^(?:date|time|month|week|datetime-local|color)$/u;

export interface Choices {
  /** At a `change`. */
  chosenIn(element: Element): string | null;
  /** At an `input`. */
  filledIn(element: Element, event: Event): string | null;
  namesOf(files: FileList): string | null;
}

export interface ChoicesOptions {
  readonly clean: CleanText;
  readonly keepsText: boolean;
}

export function watchChoices(
  { secure }: Pick<Scene, 'secure'>,
  listeners: Listeners,
  { clean, keepsText }: ChoicesOptions,
): Choices {
  let keyAtMs = Number.NEGATIVE_INFINITY;
  listeners.on(window, 'keydown', (event) => {
    if (isOfKey(event) && !modifiers.test(event.key)) keyAtMs = nowMs();
  });
  const isByKey = (): boolean => nowMs() - keyAtMs < keyMs;
  const words = (raw: string | null): string | null =>
    raw === null || !keepsText ? null : clean(squeeze(raw), '') || null;
  return {
    chosenIn: (element) => (isByKey() || secure.isSecure(element) ? null : words(chosen(element))),
    filledIn: (element, event) => {
      const isWritten = event instanceof InputEvent && event.inputType !== 'insertReplacementText';
      if (isWritten || isByKey() || !isTextField(element) || secure.isSecure(element)) return null;
      return words(textValueOf(element));
    },
    namesOf: (files) => words(namesToWords([...files].map(({ name }) => name))),
  };
}

function chosen(element: Element): string | null {
  const tag = tagOf(element);
  if (tag === 'select') {
    if (!hasPopupList(element)) return null;
    return namesToWords(chosenOptionsOf(element).map(optionTextOf));
  }
  if (tag !== 'input') return null;
  const type = inputTypeOf(element);
  if (type === 'file') return namesToWords(fileNamesOf(element));
  return pickers.test(type) ? textValueOf(element) : null;
}

const namesToWords = (names: readonly string[]): string =>
  names
    .slice(0, mostNamed)
    .map((name) => squeeze(name))
    .join(', ');

/** A number's own arrows are clicked upon the page: the pointer tells it. */
const isTextField = (element: Element): boolean =>
  tagOf(element) === 'textarea' ||
  (tagOf(element) === 'input' &&
    isEditable(element) &&
    !pickers.test(inputTypeOf(element)) &&
    inputTypeOf(element) !== 'number');
