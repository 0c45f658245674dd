/** Buttons, wheel and moves → clicks, multiple clicks, long presses, drags, scrolls. */
import {
  boxContains,
  type ElementEvent,
  type ElementInfo,
  type Point,
  type PointerButton,
  type PointerButtonEvent,
  type WheelEvent,
} from '@understudy/recording';
import type { Target } from './action.ts';
import { distance, isDrag, isLongPress } from './close-action.ts';
import { lastPress, type OpenPointer, type Press } from './open-action.ts';
import { lookUpDelayNs, mostEvents, type Stage } from './stage.ts';

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));

export function targetOf(element: ElementInfo): Target {
  const { role, name, box, css, testId, label } = element;
  return {
    role,
    name,
    box: { x: box.x, y: box.y, width: box.width, height: box.height },
    ...(css === undefined ? {} : { css }),
    ...(testId === undefined ? {} : { testId }),
    ...(label === undefined ? {} : { label }),
  };
}

function targetAt(element: ElementInfo | null, point: Point): Target | null {
  return element !== null && boxContains(element.box, point) ? targetOf(element) : null;
}

function continuesClick(
  stage: Stage,
  open: OpenPointer,
  button: PointerButton,
  at: Point,
): boolean {
  const { profile, nowNs } = stage;
  const last = lastPress(open);
  return (
    button === 'left' &&
    open.button === 'left' &&
    !open.down &&
    open.presses.length < profile.maxClicks &&
    nowNs - last.startNs < profile.multiClickNs &&
    distance(last.from, at) < profile.multiClickPx &&
    sameNames(open.modifiers, stage.modifiers.names())
  );
}

function onButtonDown(stage: Stage, { button, x, y }: PointerButtonEvent): void {
  const { open, nowNs } = stage;
  stage.focusMayMoveNs = nowNs;
  const from: Point = { x, y };
  const target = targetAt(stage.pointerElement, from);
  const press = (events: number[]): Press => ({
    startNs: nowNs,
    endNs: nowNs,
    from,
    to: from,
    events,
    target,
  });
  if (open?.kind === 'pointer' && continuesClick(stage, open, button, from)) {
    open.presses.push(press([]));
    open.down = true;
    stage.preMove = null;
    stage.addToOpen(open);
    stage.down.set(button, open);
    return;
  }
  const begun = stage.begin(null);
  const action: OpenPointer = {
    ...begun,
    events: [],
    kind: 'pointer',
    button,
    down: true,
    presses: [press([...begun.events, stage.index])],
  };
  stage.setOpen(action);
  stage.down.set(button, action);
}

function onButtonUp(stage: Stage, { button, x, y }: PointerButtonEvent): void {
  const { open } = stage;
  const owner = stage.down.get(button);
  stage.down.delete(button);
  if (owner === undefined) return stage.drop('releaseWithoutPress');
  if (open?.kind !== 'pointer' || owner !== open || !open.down) return stage.drop('lateRelease');
  const press = lastPress(open);
  press.to = { x, y };
  press.endNs = stage.nowNs;
  open.down = false;
  stage.preMove = null;
  stage.addToOpen(open);
  // What was no click can't become a multiple one.
  if (isDrag(press, stage.profile) || isLongPress(press, stage.profile)) stage.close();
}

export function onButton(stage: Stage, event: PointerButtonEvent): void {
  stage.expireModifiers();
  if (event.pressed) onButtonDown(stage, event);
  else onButtonUp(stage, event);
}

export function onWheel(stage: Stage, event: WheelEvent): void {
  stage.expireModifiers();
  let scroll = stage.open?.kind === 'scroll' ? stage.open : null;
  if (
    scroll === null ||
    scroll.events.length >= mostEvents ||
    !sameNames(scroll.modifiers, stage.modifiers.names())
  ) {
    const at = { x: event.x, y: event.y };
    const begun = stage.begin(targetAt(stage.pointerElement, at));
    scroll = { ...begun, kind: 'scroll', at, dx: 0, dy: 0 };
    stage.setOpen(scroll);
  }
  scroll.dx += event.dx;
  scroll.dy += event.dy;
  stage.preMove = null;
  stage.addToOpen(scroll);
}

export function onMove(stage: Stage, x: number, y: number): void {
  const { open } = stage;
  if (open?.kind === 'pointer' && open.down) {
    const press = lastPress(open);
    press.to = { x, y };
    press.endNs = stage.nowNs;
    open.endNs = stage.nowNs;
  } else if (stage.preMove === null) {
    stage.preMove = { startNs: stage.nowNs, from: { x, y } };
  }
}

/** The element under the pointer is looked up at the press, and may arrive after it. */
export function onPointerElement(stage: Stage, { timeNs, element }: ElementEvent): void {
  stage.pointerElement = element;
  stage.pointerElementNs = timeNs;
  const { open } = stage;
  if (element === null || open?.kind !== 'pointer') return;
  const press = lastPress(open);
  const isOfPress = open.down || (press.target === null && timeNs <= press.startNs + lookUpDelayNs);
  const found = targetAt(element, press.from);
  if (!isOfPress || found === null) return;
  if (press.target === null || areaOf(found) <= areaOf(press.target)) press.target = found;
}

const areaOf = ({ box }: Target): number => box.width * box.height;
