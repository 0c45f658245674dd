/**
 * Pointer and wheel → records: every position that the page gets, those between
 * two frames included (`getCoalescedEvents`), each button, each step of the wheel.
 */
import type { Listeners } from './listen.ts';
import { heldOf } from './modifiers.ts';
import { noteAction, pointedAt, type Scene } from './scene.ts';
import { eventAtMs } from '../now.ts';

const buttons = ['left', 'middle', 'right', 'back', 'forward'] as const;
/** `MouseEvent.buttons` numbers them otherwise than `MouseEvent.button`. */
const heldBits = [1, 4, 2, 8, 16] as const;
/** Steps of the wheel after such a pause are another action. */
const wheelPauseMs = 500;
/** `wheelDelta` of one step. */
const wheelStep = 120;

export function listenToPointer(scene: Scene, listeners: Listeners): void {
  const { outbox, closed } = scene;
  let lastWheelMs = Number.NEGATIVE_INFINITY;

  const position = (event: MouseEvent): void => {
    const reason = closed();
    if (reason === null) outbox.position(eventAtMs(event), event.clientX, event.clientY);
    else outbox.drop(reason);
  };

  const button = (event: MouseEvent, number: number, pressed: boolean): void => {
    const name = buttons[number];
    if (name === undefined) return;
    const reason = closed();
    if (reason !== null) {
      outbox.drop(reason);
      return;
    }
    const atMs = eventAtMs(event);
    const element = pointedAt(scene, event);
    if (element !== null && scene.isOwn(element)) return;
    const target = pressed
      ? noteAction(scene, element, atMs)
      : (scene.snapshotter?.idOf(element) ?? null);
    const { clientX: x, clientY: y } = event;
    const held = scene.keepsKeys ? heldOf(event) : {};
    outbox.input({ kind: 'button', atMs, x, y, target, ...held, button: name, pressed });
  };

  listeners.on(window, 'pointermove', (event) => {
    // A second button while one is held comes as a move (Pointer Events 3, 4.1.1 "chorded").
    if (event.button >= 0) {
      const held = heldBits[event.button] ?? 0;
      button(event, event.button, (event.buttons & held) !== 0);
      return;
    }
    const coalesced = event.getCoalescedEvents();
    if (coalesced.length === 0) position(event);
    else for (const between of coalesced) position(between);
  });
  listeners.on(window, 'pointerdown', (event) => button(event, event.button, true));
  listeners.on(window, 'pointerup', (event) => button(event, event.button, false));
  listeners.on(window, 'pointercancel', (event) => {
    // A mouse's button stays down: the drag that took the pointer over tells of its end.
    if (event.pointerType !== 'mouse') button(event, 0, false);
  });
  // While something is dragged, these are all that the page gets of the pointer.
  listeners.on(window, 'dragover', position);
  listeners.on(window, 'dragend', (event) => button(event, 0, false));

  listeners.on(window, 'wheel', (event) => {
    const reason = closed();
    if (reason !== null) {
      outbox.drop(reason);
      return;
    }
    const atMs = eventAtMs(event);
    const element = pointedAt(scene, event);
    const isNew = atMs - lastWheelMs > wheelPauseMs;
    lastWheelMs = atMs;
    const target = isNew
      ? noteAction(scene, element, atMs)
      : (scene.snapshotter?.idOf(element) ?? null);
    const { clientX: x, clientY: y } = event;
    const [dx, dy] = wheelSteps(event);
    outbox.input({ kind: 'wheel', atMs, x, y, target, dx, dy });
  });
}

/** Right and up above 0. Browsers without `wheelDelta` tell pixels, of which 100 are about a step. */
function wheelSteps(event: WheelEvent): readonly [dx: number, dy: number] {
  const right: unknown = Reflect.get(event, 'wheelDeltaX');
  const up: unknown = Reflect.get(event, 'wheelDeltaY');
  return typeof right === 'number' && typeof up === 'number'
    ? [-right / wheelStep + 0, up / wheelStep]
    : [event.deltaX / 100, -event.deltaY / 100];
}
