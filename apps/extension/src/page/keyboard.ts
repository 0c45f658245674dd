/**
 * Keys → records, each decided by the field that has the focus at that moment:
 * of a key typed into a secure field nothing is kept but that one was pressed.
 */
import { isEditable } from '../snapshot/role.ts';
import type { Listeners } from './listen.ts';
import type { PageRecord } from './page-batch.ts';
import { focusedElement, noteAction, type Scene } from './scene.ts';
import { eventAtMs } from './time.ts';

type Stroke = Extract<PageRecord, { kind: 'key' }>['stroke'];

/** Keys that write nothing, and so tell nothing of what a secure field holds. */
const silentKeys: ReadonlySet<string> = new Set(
  'Tab Enter Escape Shift Control Alt AltGraph Meta CapsLock'.split(' '),
);

export function listenToKeyboard(scene: Scene, listeners: Listeners): void {
  const { outbox, closed, secure, snapshotter, keepsKeys } = scene;
  /** The field of the last key: what follows in it is the same action. */
  let typedInto: Element | null = null;

  const strokeOf = (event: KeyboardEvent, field: Element | null): Stroke => {
    if (!keepsKeys) return { kind: 'withheld', reason: 'tier' };
    if (field === null) return { kind: 'withheld', reason: 'unknownField' };
    if (secure.isSecure(field) && !silentKeys.has(event.key)) {
      return { kind: 'withheld', reason: 'secureField' };
    }
    return { kind: 'known', code: event.code, key: event.key };
  };

  const key = (event: KeyboardEvent, pressed: boolean): void => {
    const reason = closed();
    if (reason !== null) {
      outbox.drop(reason);
      return;
    }
    const atMs = eventAtMs(event);
    const field = focusedElement(scene);
    const isTyping = field !== null && field === typedInto && event.key.length === 1;
    const target =
      pressed && !event.repeat && !isTyping
        ? noteAction(scene, field, atMs)
        : (snapshotter?.idOf(field) ?? null);
    if (pressed) typedInto = field !== null && isEditable(field) ? field : null;
    outbox.input({ kind: 'key', atMs, target, pressed, stroke: strokeOf(event, field) });
  };

  listeners.on(window, 'keydown', (event) => key(event, true));
  listeners.on(window, 'keyup', (event) => key(event, false));
  listeners.on(window, 'pointerdown', () => {
    typedInto = null;
  });
}
