/**
 * Copy, cut and paste → that it was done, to which control, and the words, for a
 * contributor who switched it on. Of a secure field or region no words, nor of what
 * reaches into one; of what is pasted only where it goes into an ordinary field.
 */
import type { CleanText } from '../snapshot/describe.ts';
import { composedParentOf, deepTargetOf, isElement } from '../snapshot/dom.ts';
import { isControl, selectedTextOf } from '../snapshot/form-control.ts';
import { squeeze } from '../snapshot/name.ts';
import { isEditable } from '../snapshot/role.ts';
import { isMaskedByStyle } from '../snapshot/secure-field.ts';
import type { Listeners } from './listen.ts';
import { focusedElement, type Scene } from './scene.ts';
import { eventAtMs } from '../now.ts';

/** Of a selection that reaches over more of the page, no words are told. */
const mostElements = 1_000;

export interface ClipboardOptions {
  readonly clean: CleanText;
  readonly keepsText: boolean;
}

export function listenToClipboard(
  scene: Scene,
  listeners: Listeners,
  { clean, keepsText }: ClipboardOptions,
): void {
  const { outbox, closed, snapshotter } = scene;
  const wordsOf = (event: ClipboardEvent, element: Element | null): string => {
    if (!keepsText || element === null || scene.secure.isSecure(element)) return '';
    const raw = event.type === 'paste' ? pastedInto(element, event) : selectedIn(element, scene);
    return clean(squeeze(raw), '');
  };
  for (const what of ['copy', 'cut', 'paste'] as const) {
    listeners.on(window, what, (event) => {
      if (closed() !== null) return;
      const element = elementOf(event, scene);
      const value = wordsOf(event, element);
      outbox.describe({
        kind: 'clipboard',
        atMs: eventAtMs(event),
        target: snapshotter?.idOf(element) ?? null,
        what,
        ...(value === '' ? {} : { value }),
      });
    });
  }
}

/** Into a closed shadow tree the event does not lead, but the focus does. */
function elementOf(event: Event, scene: Scene): Element | null {
  const element = deepTargetOf(event, null, scene.open);
  return element !== null && scene.open(element) !== null ? focusedElement(scene) : element;
}

const pastedInto = (element: Element, { clipboardData }: ClipboardEvent): string =>
  isEditable(element) ? (clipboardData?.getData('text/plain') ?? '') : '';

function selectedIn(element: Element, scene: Scene): string {
  if (isControl(element)) return selectedTextOf(element);
  const selection = window.getSelection();
  if (selection === null) return '';
  const ranges = Array.from({ length: selection.rangeCount }, (_, at) => selection.getRangeAt(at));
  return ranges.every((range) => isOrdinary(range, scene)) ? selection.toString() : '';
}

/**
 * Whether none of it is secure, and all of it can be looked at: what a shadow tree shows cannot.
 * Of a selection that begins inside of one the browser tells an empty range beside its host.
 */
function isOrdinary(range: Range, { open, secure }: Scene): boolean {
  if (range.collapsed) return false;
  const isTellable = (element: Element): boolean =>
    open(element) === null && !secure.isSecure(element) && !isMaskedByStyle(element);
  const { commonAncestorContainer: top } = range;
  const around = isElement(top) ? top : composedParentOf(top);
  if (around === null || !isTellable(around)) return false;
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_ELEMENT);
  for (let count = 0; count < mostElements; count += 1) {
    const node = walker.nextNode();
    if (node === null) return true;
    if (isElement(node) && range.intersectsNode(node) && !isTellable(node)) return false;
  }
  return false;
}
