/**
 * Keys, and what input methods write → records, each decided by the field that
 * has the focus at that moment: of what is typed into a secure field nothing is
 * kept but that something was.
 */
import { isEditable } from '../snapshot/role.ts';
import type { Listeners } from './listen.ts';
import { heldOf } from './modifiers.ts';
import type { PageRecord } from './page-batch.ts';
import { focusedElement, noteAction, type Scene } from './scene.ts';
import { eventAtMs } from '../now.ts';

type Stroke = Extract<PageRecord, { kind: 'key' }>['stroke'];

/** Keys that write nothing, and so tell nothing of what a secure field holds. */
const silentKeys: ReadonlySet<string> = new Set(
  'Tab Enter Escape Shift Control Alt AltGraph Meta CapsLock'.split(' '),
);
/** Of a longer text that no key wrote, the rest is told by the field's value alone. */
const mostWritten = 200;

/** UI Events 5.2: such a key is for the input method, which tells later what it makes of it. */
const isForInputMethod = ({ isComposing, key }: KeyboardEvent): boolean =>
  isComposing || key === 'Process' || key === 'Dead';

/** What fills a field in by itself tells of keys that nobody pressed, by events without one. */
export const isOfKey = (event: Event): event is KeyboardEvent => event instanceof KeyboardEvent;

export function listenToKeyboard(scene: Scene, listeners: Listeners): void {
  const { outbox, closed, secure, snapshotter, keepsKeys } = scene;
  /** The field of the last key: what follows in it is the same action. */
  let typedInto: Element | null = null;
  /** Codes of keys that the input method holds. */
  const heldByMethod = new Set<string>();
  /** The sign of the last key, until the page tells that it was put in. */
  let expectedSign = '';
  /** What an input method has in a field so far. */
  let composed: { readonly text: string; readonly field: Element | null } | null = null;

  const strokeOf = (key: string, code: string, field: Element | null): Stroke => {
    if (!keepsKeys) return { kind: 'withheld', reason: 'tier' };
    if (field === null) return { kind: 'withheld', reason: 'unknownField' };
    if (secure.isSecure(field) && !silentKeys.has(key)) {
      return { kind: 'withheld', reason: 'secureField' };
    }
    return { kind: 'known', code, key };
  };

  const isOpen = (): boolean => {
    const reason = closed();
    if (reason !== null) outbox.drop(reason);
    return reason === null;
  };

  /** @returns the control that the action is for. */
  const press = (field: Element | null, atMs: number, isSameAction: boolean): number | null => {
    typedInto = field !== null && isEditable(field) ? field : null;
    return isSameAction ? (snapshotter?.idOf(field) ?? null) : noteAction(scene, field, atMs);
  };
  const isTyping = (field: Element | null): boolean => field !== null && field === typedInto;

  const key = (event: KeyboardEvent, pressed: boolean): void => {
    const { key: name, code, repeat } = event;
    if (!event.isComposing) endComposition(event);
    if (pressed ? isForInputMethod(event) : heldByMethod.delete(code)) {
      if (pressed) heldByMethod.add(code);
      return;
    }
    if (!isOpen()) return;
    const atMs = eventAtMs(event);
    const field = focusedElement(scene);
    if (pressed) expectedSign = name.length === 1 ? name : '';
    const target = pressed
      ? press(field, atMs, repeat || (name.length === 1 && isTyping(field)))
      : (snapshotter?.idOf(field) ?? null);
    const stroke = strokeOf(name, code, field);
    const held = keepsKeys ? heldOf(event) : {};
    outbox.input({ kind: 'key', atMs, target, ...held, pressed, stroke });
  };

  /** What stands in the field without a key of its own, sign by sign. */
  const write = (text: string, field: Element | null, atMs: number): void => {
    for (const sign of Array.from(text).slice(0, mostWritten)) {
      for (const pressed of [true, false]) {
        if (!isOpen()) continue;
        const target = press(field, atMs, isTyping(field));
        outbox.input({ kind: 'key', atMs, target, pressed, stroke: strokeOf(sign, '', field) });
      }
    }
  };

  /** Chromium's own `compositionend` is not trusted, so the next event tells that it ended. */
  const endComposition = (event: Event): void => {
    if (composed === null) return;
    const { text, field } = composed;
    composed = null;
    write(text, field, eventAtMs(event));
  };

  listeners.on(window, 'keydown', (event) => isOfKey(event) && key(event, true));
  listeners.on(window, 'keyup', (event) => isOfKey(event) && key(event, false));
  listeners.on(window, 'compositionstart', endComposition);
  listeners.on(window, 'input', (event) => {
    if (!(event instanceof InputEvent)) return;
    const { data, isComposing, inputType } = event;
    const field = focusedElement(scene);
    if (isComposing) {
      composed = { text: data ?? '', field };
      return;
    }
    endComposition(event);
    const isKey = data === expectedSign;
    expectedSign = '';
    // Emoji pickers, dictation and screen keyboards write without keys.
    if (!isKey && inputType === 'insertText' && data !== null) write(data, field, eventAtMs(event));
  });
  listeners.on(window, 'pointerdown', (event) => {
    endComposition(event);
    typedInto = null;
  });
}
